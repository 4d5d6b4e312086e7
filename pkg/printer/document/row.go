package document

import (
	"cmp"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Row is a node in a table.
type Row struct {
	// Problem is the ID of the node's problem.
	Problem                      int
	Name, Pool, Outage, LastStep string
	LastTone                     wording.Tone
	// Pods sums up the pods on the node; empty where they were not read.
	Pods     string
	PodsTone wording.Tone
	finding  *diagnosis.Finding
}

// Rows returns the rows of nodes. It expects clean text.
func Rows(findings []diagnosis.Finding) []Row {
	rows := make([]Row, len(findings))
	for i := range findings {
		rows[i] = newRow(&findings[i])
	}
	return rows
}

func newRow(f *diagnosis.Finding) Row {
	r := Row{Problem: f.Group, Name: f.Node, Pool: f.Pool, Outage: wording.Outage(f), finding: f}
	r.LastStep, r.LastTone = wording.LastStep(f)
	r.Pods, r.PodsTone = wording.Impact(f.Impact)
	return r
}

// Wide returns what a wide table says of the node besides, the same labels for each.
func (r *Row) Wide() []wording.Fact {
	f, m := r.finding, &r.finding.Machine
	return []wording.Fact{
		{Label: "State", Text: string(f.State)}, {Label: "Code", Text: cmp.Or(f.Code, f.Reason)}, {Label: "Zone", Text: f.Zone},
		{Label: "OS", Text: f.OS}, {Label: "Size", Text: f.Size}, {Label: "Version", Text: f.Kubelet}, {Label: "Scale set", Text: m.ScaleSet},
		{Label: "Instance ID", Text: m.InstanceID}, {Label: "VM", Text: m.VM}, {Label: "Node resource group", Text: m.ResourceGroup},
		{Label: "Provider ID", Text: m.ID},
	}
}
