package check

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
)

// ErrUnseen is how Run ends where something could not be seen: it is printed.
var ErrUnseen = errors.New("not everything could be seen, as is said above")

// Run reads a cluster and prints the verdicts, for a shell in which kubectl is called as given.
// It returns a sentence where nothing could be read, ErrUnseen where not all could, or the error
// of the writer.
func Run(ctx context.Context, r Reader, w io.Writer, kubectl string, style layout.Style) error {
	evidence, err := Read(ctx, r)
	if err != nil {
		return err
	}
	if err := Write(w, evidence, kubectl, style); err != nil {
		return err
	}
	if len(evidence.Unseen) > 0 {
		return ErrUnseen
	}
	return nil
}

// Write prints the verdicts on all forms, and what could not be seen. Kubectl is kubectl as a
// shell has to call it for this cluster. It returns the error of the writer.
func Write(w io.Writer, e *Evidence, kubectl string, style layout.Style) error {
	page := layout.NewPage(style)
	inks := map[Verdict]layout.Ink{Works: layout.Good, Missing: layout.Warn, Open: layout.Warn}
	for _, f := range Forms(e) {
		page.Blank()
		page.Prose(inks[f.Verdict], "", "-o "+clean.Line(f.Name)+": "+string(f.Verdict))
		for _, says := range f.Says {
			page.Prose(layout.Plain, "  - ", clean.Line(says))
		}
		if f.Command != "" {
			page.Command(4, strings.Replace(f.Command, "KUBECTL", kubectl, 1))
		}
	}
	for i, part := range slices.Sorted(maps.Keys(e.Unseen)) {
		if i == 0 {
			page.Heading("Not seen")
		}
		page.Prose(layout.Warn, "  - ", clean.Line(string(part)+": "+e.Unseen[part].Error()))
	}
	return page.Flush(w)
}
