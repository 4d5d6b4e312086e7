package printer

import (
	"io"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

func BenchmarkOverviewOfAThousandNodes(b *testing.B) {
	d := broken()
	var many []diagnosis.Finding
	for range 1000 / len(d.Findings) {
		many = append(many, d.Findings...)
	}
	d.Findings = many
	for b.Loop() {
		if err := Overview(io.Discard, d, Reach{}, at120); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEntries(b *testing.B) {
	table, err := knowledge.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := Entries(io.Discard, table.Entries(), Style{}); err != nil {
			b.Fatal(err)
		}
	}
}
