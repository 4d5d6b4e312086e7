package explain

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// Kinds says how many entries of each kind there are, and how to find one.
func (x Explainer) Kinds(w io.Writer) error {
	return printer.Kinds(w, x.Table.Listed(), x.Style) //nolint:wrapcheck // it says what was written
}

// List prints all entries, or with words those that have all of them in a code, an alias or the title. It
// returns an error where none has.
func (x Explainer) List(w io.Writer, words []string) error {
	entries := slices.DeleteFunc(slices.Clone(x.Table.Listed()), func(e *knowledge.Entry) bool {
		return !e.FitsOS(x.System) || !has(e, words)
	})
	if len(entries) == 0 {
		return fmt.Errorf("no code, alias or title has %q: try a shorter word, or kubectl autorepair explain --list for all of them", strings.Join(words, " "))
	}
	return printer.Entries(w, entries, x.Style) //nolint:wrapcheck // it says what was written
}

// has reports whether an entry has each of the words, in any case.
func has(e *knowledge.Entry, words []string) bool {
	names := []string{e.Code, e.Title, e.DoFirst}
	for _, exit := range e.Exits {
		names = append(names, exit.Name)
	}
	text := strings.ToLower(strings.Join(append(names, e.Aliases...), "\n"))
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, strings.ToLower(word)) })
}
