package printer

import (
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/brief"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
)

// Chat prints the diagnoses for a chat, in at most ten lines of at most 78 columns. Find gives the
// entries of the table. It returns the error of the writer.
func Chat(w io.Writer, l *diagnosis.List, reaches []Reach, find document.Find) error {
	doc := document.Heads(l, reaches, find)
	return brief.Chat(w, &doc)
}
