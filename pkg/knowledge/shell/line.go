// Package shell reads a line for a POSIX shell as far as filling in and checking a command
// needs: where it takes the value of a variable, in which form, and within which quotes.
package shell

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// Form is how a shell line writes a variable.
type Form int

// The forms.
const (
	PlainForm   Form = iota // $NAME or ${NAME}
	GuardedForm             // ${NAME:?}, which stops the shell when NAME is empty
	OtherForm               // any other ${NAME…}
)

// Use is one place where a shell line takes the value of a variable.
type Use struct {
	Name       string
	Form       Form
	Start, End int  // of the expansion, without quotes
	Quoted     bool // stands in double quotes
	Wrapped    bool // the double quotes hold nothing else
}

// Line is what checking a line and filling it in need to know.
type Line struct {
	Uses        []Use
	Assigned    map[string]bool // variables that the line sets itself, by NAME=
	Substitutes bool            // has a $(...) that is not the value of such a NAME=
	Open        bool            // a quote or bracket does not close
}

var (
	expansion  = lazy.Pattern(`^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(:\?)?([^}]*)\})`)
	assignment = lazy.Pattern(`^([A-Za-z_][A-Za-z0-9_]*)=`)
)

// parser reads a line and keeps the quotes and brackets that are open. It supports the
// part of the POSIX shell that one-line commands need: quotes, escapes, expansions,
// substitutions, subshells and assignments.
type parser struct {
	text  string
	at    int
	stack []openMark
	line  Line
}

// openMark is an open double quote or bracket, and where it stands.
type openMark struct {
	mark byte
	at   int
}

// Parse reads a line. What does not close is Open in the result.
func Parse(text string) Line {
	p := &parser{text: text, line: Line{Assigned: map[string]bool{}}}
	for p.at < len(text) {
		p.step()
	}
	p.line.Open = p.line.Open || len(p.stack) > 0
	return p.line
}

// step reads one character, or one whole thing that begins with it.
func (p *parser) step() {
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

func (p *parser) top() byte {
	if len(p.stack) == 0 {
		return 0
	}
	return p.stack[len(p.stack)-1].mark
}

func (p *parser) open(mark byte) {
	p.stack = append(p.stack, openMark{mark, p.at})
	p.at++
}

// single skips text in single quotes, where no character is special.
func (p *parser) single() {
	for p.at++; p.at < len(p.text); p.at++ {
		if p.text[p.at] == '\'' {
			p.at++
			return
		}
	}
	p.line.Open = true
}

// dollar reads an expansion or the beginning of a substitution.
func (p *parser) dollar(quoted bool) {
	if p.at+1 < len(p.text) && p.text[p.at+1] == '(' {
		p.line.Substitutes = p.line.Substitutes || p.at == 0 || p.text[p.at-1] != '='
		p.at++
		p.open('(')
		return
	}
	m := expansion().FindStringSubmatch(p.text[p.at:])
	if m == nil {
		p.at++
		return
	}
	use := Use{Name: m[1] + m[2], Form: formOf(m), Start: p.at, End: p.at + len(m[0]), Quoted: quoted}
	use.Wrapped = quoted && p.stack[len(p.stack)-1].at == use.Start-1 && use.End < len(p.text) && p.text[use.End] == '"'
	p.line.Uses = append(p.line.Uses, use)
	p.at = use.End
}

// formOf reads the groups of an expansion: name, name in braces, ":?", the rest.
func formOf(groups []string) Form {
	switch {
	case groups[3] != "":
		return GuardedForm
	case groups[4] != "":
		return OtherForm
	default:
		return PlainForm
	}
}

// word reads one unquoted character, and an assignment where a word begins.
func (p *parser) word() {
	if p.at == 0 || isSeparator(p.text[p.at-1]) {
		if m := assignment().FindStringSubmatch(p.text[p.at:]); m != nil {
			p.line.Assigned[m[1]] = true
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
