// Package markdown reads the documents of the repository, so that tests can hold them to
// what they show: command blocks are run, generated parts are compared.
//
// A generated part stands between two comments, the first of which says what it is:
//
//	<!-- begin: kubectl autorepair explain -->
//	<!-- end -->
package markdown

import (
	"fmt"
	"strings"
)

const (
	beginMark = "<!-- begin: "
	endMark   = "<!-- end -->"
)

// Documents are those whose command blocks are run and whose output is generated, from the top of
// the repository. A house rule has every other document without such blocks.
var Documents = []string{
	"README.md", ".github/CONTRIBUTING.md", ".github/INCIDENT.md", ".github/INSTALL.md", ".github/SECURITY.md",
	"pkg/cmd/README.md", "pkg/knowledge/README.md",
}

// Block is a fenced block that a person wrote.
type Block struct {
	// Line is the number of its first line in the document.
	Line int
	// Info is what stands behind the opening fence: "sh".
	Info string
	Text string
}

// Blocks returns the fenced blocks of a document outside its generated parts, in their order.
// It returns an error for a fence or a part that is not closed.
func Blocks(text string) ([]Block, error) {
	var blocks []Block
	var open *Block
	generated := 0          // the line where a generated part begins, 0 outside
	number, indent := 0, "" // of the open block, as in a list
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSuffix(line, "\n")
		info, fence := strings.CutPrefix(strings.TrimLeft(line, " "), "```")
		switch {
		case open != nil && fence:
			blocks, open = append(blocks, *open), nil
		case open != nil:
			open.Text += strings.TrimPrefix(line, indent) + "\n"
		case strings.HasPrefix(line, beginMark):
			generated = number
		case line == endMark:
			generated = 0
		case fence && generated == 0:
			open = &Block{Line: number + 1, Info: info}
			indent, _, _ = strings.Cut(line, "```")
		}
	}
	if open != nil {
		return nil, fmt.Errorf("the block at line %d is not closed", open.Line)
	}
	if generated > 0 {
		return nil, fmt.Errorf("the generated part at line %d has no end", generated)
	}
	return blocks, nil
}

// Generate renders the generated parts of a document again: render gets what stands in the
// first comment and returns what goes between the two. It returns the document and how
// many parts it has, and an error of render or for a part that has no end.
func Generate(text string, render func(what string) (string, error)) (string, int, error) {
	var out strings.Builder
	parts := 0
	for {
		before, rest, found := strings.Cut(text, beginMark)
		out.WriteString(before)
		if !found {
			return out.String(), parts, nil
		}
		what, rest, titled := strings.Cut(rest, " -->\n")
		_, after, closed := strings.Cut(rest, endMark)
		if !titled || !closed {
			return "", 0, fmt.Errorf("the generated part %q has no end", what)
		}
		body, err := render(what)
		if err != nil {
			return "", 0, fmt.Errorf("rendering %q: %w", what, err)
		}
		out.WriteString(beginMark + what + " -->\n" + body + endMark)
		text, parts = after, parts+1
	}
}
