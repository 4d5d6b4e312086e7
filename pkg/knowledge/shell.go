package knowledge

// useForm is how a shell line writes a variable.
type useForm int

const (
	plainForm   useForm = iota // $NAME or ${NAME}
	guardedForm                // ${NAME:?}, which stops the shell when NAME is empty
	otherForm                  // any other ${NAME…}
)

// shellUse is one place where a shell line takes the value of a variable.
type shellUse struct {
	name       string
	form       useForm
	start, end int  // of the expansion, without quotes
	quoted     bool // stands in double quotes
	wrapped    bool // the double quotes hold nothing else
}

// shellLine is what checking a line and filling it in need to know.
type shellLine struct {
	uses        []shellUse
	assigned    map[string]bool // variables that the line sets itself, by NAME=
	substitutes bool            // has a $(...) that is not the value of such a NAME=
	open        bool            // a quote or bracket does not close
}

var (
	expansion  = lazy(`^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(:\?)?([^}]*)\})`)
	assignment = lazy(`^([A-Za-z_][A-Za-z0-9_]*)=`)
)

// shellParser reads a line and keeps the quotes and brackets that are open. It supports the
// part of the POSIX shell that one-line commands need: quotes, escapes, expansions,
// substitutions, subshells and assignments.
type shellParser struct {
	text  string
	at    int
	stack []openMark
	line  shellLine
}

// openMark is an open double quote or bracket, and where it stands.
type openMark struct {
	mark byte
	at   int
}

func parseShell(text string) shellLine {
	p := &shellParser{text: text, line: shellLine{assigned: map[string]bool{}}}
	for p.at < len(text) {
		p.step()
	}
	p.line.open = p.line.open || len(p.stack) > 0
	return p.line
}

// step reads one character, or one whole thing that begins with it.
func (p *shellParser) step() {
	quoted := p.top() == '"'
	switch b := p.text[p.at]; {
	case b == '\\':
		p.at += 2
	case b == '"' && quoted, b == ')' && p.top() == '(':
		p.stack = p.stack[:len(p.stack)-1]
		p.at++
	case b == '$':
		p.dollar(quoted)
	case quoted:
		p.at++
	case b == '\'':
		p.single()
	case b == '"' || b == '(':
		p.open(b)
	default:
		p.word()
	}
}

func (p *shellParser) top() byte {
	if len(p.stack) == 0 {
		return 0
	}
	return p.stack[len(p.stack)-1].mark
}

func (p *shellParser) open(mark byte) {
	p.stack = append(p.stack, openMark{mark, p.at})
	p.at++
}

// single skips text in single quotes, where no character is special.
func (p *shellParser) single() {
	for p.at++; p.at < len(p.text); p.at++ {
		if p.text[p.at] == '\'' {
			p.at++
			return
		}
	}
	p.line.open = true
}

// dollar reads an expansion or the beginning of a substitution.
func (p *shellParser) dollar(quoted bool) {
	if p.at+1 < len(p.text) && p.text[p.at+1] == '(' {
		p.line.substitutes = p.line.substitutes || p.at == 0 || p.text[p.at-1] != '='
		p.at++
		p.open('(')
		return
	}
	m := expansion().FindStringSubmatch(p.text[p.at:])
	if m == nil {
		p.at++
		return
	}
	use := shellUse{name: m[1] + m[2], form: formOf(m), start: p.at, end: p.at + len(m[0]), quoted: quoted}
	use.wrapped = quoted && p.stack[len(p.stack)-1].at == use.start-1 && use.end < len(p.text) && p.text[use.end] == '"'
	p.line.uses = append(p.line.uses, use)
	p.at = use.end
}

// formOf reads the groups of an expansion: name, name in braces, ":?", the rest.
func formOf(groups []string) useForm {
	switch {
	case groups[3] != "":
		return guardedForm
	case groups[4] != "":
		return otherForm
	default:
		return plainForm
	}
}

// word reads one unquoted character, and an assignment where a word begins.
func (p *shellParser) word() {
	if p.at == 0 || isSeparator(p.text[p.at-1]) {
		if m := assignment().FindStringSubmatch(p.text[p.at:]); m != nil {
			p.line.assigned[m[1]] = true
			p.at += len(m[0])
			return
		}
	}
	p.at++
}

func isSeparator(b byte) bool {
	switch b {
	case ' ', '\t', ';', '&', '|', '(':
		return true
	default:
		return false
	}
}
