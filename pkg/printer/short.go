package printer

import (
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/brief"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Short prints the answer on one screen, of which Overview has the details: the problems of a
// cluster, or, where one node alone is bad, its page. With a Wide style it prints all nodes in a
// wide table. Find gives the entries of the table. It returns the error of the writer.
func Short(w io.Writer, d *diagnosis.Diagnosis, r Reach, find document.Find, s Style) error {
	if len(d.Findings) == 1 && len(d.CommonCauses) == 0 && !s.NoHeaders && !s.Wide {
		return shortNode(w, brief.Page{Diagnosis: d, Finding: &d.Findings[0], Reach: r, Counts: true}, find, s)
	}
	admitted := clean.Copy(document.WithoutNodePages(*d), clean.Limits{"Details": messageShown})
	c := brief.Cluster{Diagnosis: &admitted, Head: document.NewHead(&admitted, clean.Copy(r, nil), find)}
	if s.Wide {
		return brief.Wide(w, c, s)
	}
	return brief.Overview(w, c, s)
}

// ShortNode prints the page of a node on one screen, of which Node has the details. It returns the
// error of the writer.
func ShortNode(w io.Writer, d *diagnosis.Diagnosis, f *diagnosis.Finding, find document.Find, r Reach, s Style) error {
	return shortNode(w, brief.Page{Diagnosis: d, Finding: f, Reach: r}, find, s)
}

func shortNode(w io.Writer, p brief.Page, find document.Find, s Style) error {
	entries := find(p.Finding.Entries)
	d, f := clean.Copy(document.WithoutNodePages(*p.Diagnosis), nil), clean.Copy(*p.Finding, document.Limits())
	p.Diagnosis, p.Finding, p.Entries, p.Reach = &d, &f, clean.Copy(entries, nil), clean.Copy(p.Reach, nil)
	return brief.Node(w, p, s)
}

// ShortClusters prints what Clusters does, with the short answer for each cluster in which there is
// something to say. It returns the error of the writer.
func ShortClusters(w io.Writer, l *diagnosis.List, reaches []Reach, find document.Find, s Style) error {
	return clusters(w, l, s, func(i int) error {
		d := &l.Items[i]
		if len(d.Findings) == 0 && len(d.Gaps) == 0 {
			return nil
		}
		if err := heading(w, d, s); err != nil {
			return err
		}
		return Short(w, d, wording.ReachAt(reaches, i), find, s)
	})
}
