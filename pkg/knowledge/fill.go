package knowledge

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/shell"
)

// safeWord reports whether a value means itself to every shell, in quotes and out of them: letters,
// digits and . _ / : @ = -, the first a letter or digit. Anything else could come from a label or
// provider ID that wants to be a command.
func safeWord(value string) bool {
	for i := range len(value) {
		switch b := value[i]; {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9':
		case i == 0 || strings.IndexByte("._/:@=-", b) < 0:
			return false
		}
	}
	return value != ""
}

// openName reports whether a text ends in a variable whose name would include what follows.
func openName(text string) bool {
	before := strings.TrimRightFunc(text, func(r rune) bool {
		return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '_'
	})
	return strings.HasSuffix(strings.TrimSuffix(before, "{"), "$")
}

// Fill puts values into a command, by the names of the table's variables. "$NAME",
// "${NAME}" and "${NAME:?}" become the bare value; where the double quotes hold more than
// the variable they stay. A variable is left as it is when it has no value, when its
// value is not a plain shell word (letters, digits and . _ / : @ = -, the first a letter
// or digit), when the command sets it itself, within single quotes, and directly behind a
// $OTHER that is not filled, whose name the value would extend.
func (t *Table) Fill(command string, values map[string]string) string {
	text, _ := t.fill(command, values)
	return text
}

// fill is Fill, and the names of the variables that the text still takes from outside.
func (t *Table) fill(command string, values map[string]string) (text string, left []string) {
	line := t.parsed(command)
	parts := make([]string, 0, 16) // more are rare
	done := 0
	for i, use := range line.Uses {
		start, end := use.Start, use.End
		if use.Wrapped {
			start, end = start-1, end+1
		}
		value, ok := values[use.Name]
		if !ok || !line.fillable[i] || !safeWord(value) || openName(command[done:start]) {
			if !line.Assigned[use.Name] {
				left = append(left, use.Name)
			}
			continue
		}
		parts = append(parts, command[done:start], value)
		done = end
	}
	return strings.Join(append(parts, command[done:]), ""), left
}

// parsedCommand is a command with which of its uses of variables can be filled in.
type parsedCommand struct {
	shell.Line
	fillable []bool
}

// parsed returns the command's parse. It is cached, because the same few commands are filled in
// for each of thousands of nodes.
func (t *Table) parsed(command string) parsedCommand {
	if known, ok := t.lines.Load(command); ok {
		return known.(parsedCommand)
	}
	line := parsedCommand{Line: shell.Parse(command)}
	for _, use := range line.Uses {
		line.fillable = append(line.fillable, t.fillable(line.Line, use))
	}
	t.lines.Store(command, line)
	return line
}

// fillable reports whether a use is of a variable of the table, in a form that is known.
func (t *Table) fillable(line shell.Line, use shell.Use) bool {
	return use.Form != shell.OtherForm && !line.Assigned[use.Name] &&
		slices.ContainsFunc(t.variables, func(v Variable) bool { return v.Name == use.Name })
}

// Setup returns the shell lines that set the variables which the commands still need after
// Fill with the same values, in the order of the table, and those that the queries of
// these need in turn. A line runs the variable's query, with the values filled in. For a
// variable that has no query it is "NAME=  # fill in: what it means", to be completed by
// hand; left as it is it makes every command that changes something stop, because those
// use "${NAME:?}".
func (t *Table) Setup(commands []string, values map[string]string) []string {
	_, setup := t.FillAll(commands, values)
	return setup
}

// FillAll is Fill for each of the commands, and Setup for all of them.
func (t *Table) FillAll(commands []string, values map[string]string) (filled, setup []string) {
	needed := map[string]bool{}
	need := func(command string) string {
		text, left := t.fill(command, values)
		for _, name := range left {
			needed[name] = true
		}
		return text
	}
	filled = make([]string, len(commands))
	for i, command := range commands {
		filled[i] = need(command)
	}
	// A query uses only variables before its own: one way backwards finds them all.
	queries := make([]string, len(t.variables))
	for i, v := range slices.Backward(t.variables) {
		if needed[v.Name] && v.Query != "" {
			queries[i] = need(v.Query)
		}
	}
	for i, v := range t.variables {
		switch {
		case !needed[v.Name]:
		case v.Query == "":
			setup = append(setup, v.Name+"=  # fill in: "+v.Meaning)
		default:
			setup = append(setup, queries[i])
		}
	}
	return filled, setup
}
