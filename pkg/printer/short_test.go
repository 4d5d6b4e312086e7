package printer

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
)

// finding returns a document.Find for the entries of a page.
func finding(entries ...*knowledge.Entry) document.Find {
	return func([]string) []*knowledge.Entry { return entries }
}

// inProd are the flags that lead to the cluster of the fixtures.
var inProd = []string{"--context=prod-weu"}

func shortOverview(name string, d *diagnosis.Diagnosis) rendering {
	return rendering{name, func(w io.Writer, s Style) error {
		return Short(w, d, Reach{Rerun: inProd, Kubectl: inProd}, finding(redeployEntry()), s)
	}}
}

func shortNodePage(name string, f *diagnosis.Finding, entries ...*knowledge.Entry) rendering {
	return rendering{name, func(w io.Writer, s Style) error {
		return ShortNode(w, broken(), f, finding(entries...), Reach{Rerun: inProd, Kubectl: inProd}, s)
	}}
}

// shortRenderings returns the answers on one screen.
func shortRenderings() []rendering {
	answered := failedNode()
	answered.Down, answered.Repair = answers()
	ready := identity("aks-user-15776247-vmss00000b", "user")
	ready.State, ready.NotReadySince, ready.Condition = diagnosis.Healthy, nil, diagnosis.Condition{Status: "True"}
	return append(explanations(), []rendering{
		shortOverview("healthy", healthy()), shortOverview("broken", broken()), shortOverview("gaps", gapped()),
		shortOverview("below", below()), shortOverview("unlisted", unlisted()), shortOverview("long-names", longNames()),
		shortOverview("impact", impacted()), shortOverview("one", oneBad()), shortOverview("many", manyProblems(30)),
		shortOverview("judged", judgedProblems()), shortOverview("common", common()),
		shortNodePage("node-failed", answered, redeployEntry()), shortNodePage("node-unknown-code", unknownNode(), unknownEntry()),
		shortNodePage("node-suppressed", stoppedNode(), stoppedEntry()), shortNodePage("node-removed", removedNode(), redeployEntry()),
		shortNodePage("node-ready", &ready, stateEntry(diagnosis.Healthy)),
		{"clusters", func(w io.Writer, s Style) error { return ShortClusters(w, fleet(), nil, finding(redeployEntry()), s) }},
	}...)
}

// answers returns why a node is down, and why it was not repaired, with a cause that is confirmed.
func answers() (down, repair *diagnosis.Answer) {
	at := before(46 * time.Minute)
	down = &diagnosis.Answer{
		Entry: "NodeStatusUnknown", Text: "The kubelet stopped posting node status", Basis: diagnosis.BasisSymptom,
		Evidence: []diagnosis.Proof{{Says: "The kubelet is silent", Source: "condition", Name: "Ready=Unknown", Message: "Kubelet stopped posting node status.", Time: at}},
	}
	repair = &diagnosis.Answer{Entry: "VMRedeploymentFailed", Text: redeployEntry().Title, Basis: diagnosis.BasisCause, Causes: []diagnosis.JudgedCause{
		{ID: "lock", Text: "A lock on the node resource group.", Confidence: knowledge.Unverified, Verdict: diagnosis.Confirmed,
			Evidence: []diagnosis.Proof{{Says: "The activity log names a lock", Source: "event", Reason: "Locked", Time: at, Verdict: diagnosis.Confirmed}}},
		{ID: "host", Text: "The host is broken.", Confidence: knowledge.Inferred, Verdict: diagnosis.Open},
	}}
	return down, repair
}

// oneBad has one node that is down.
func oneBad() *diagnosis.Diagnosis {
	d := broken()
	d.Groups, d.Findings = d.Groups[:1], d.Findings[:1]
	d.Groups[0].Nodes = d.Groups[0].Nodes[:1]
	d.Summary = diagnosis.Summary{Total: 412, Ready: 411, NotReady: 1, Listed: 1}
	d.Findings[0].Down, d.Findings[0].Repair = answers()
	return d
}

// judgedProblems has causes that are confirmed, open and ruled out, also on some nodes alone.
func judgedProblems() *diagnosis.Diagnosis {
	d := broken()
	_, repair := answers()
	lock, host := repair.Causes[0], repair.Causes[1]
	d.Groups[0].Judged = []diagnosis.GroupCause{
		{ID: lock.ID, Text: lock.Text, Confidence: lock.Confidence, Confirmed: 1, RuledOut: 1, Evidence: lock.Evidence},
		{ID: host.ID, Text: host.Text, Confidence: host.Confidence, Open: 2},
	}
	d.Groups[1].Judged = []diagnosis.GroupCause{{ID: host.ID, Text: host.Text, RuledOut: 1}}
	d.Groups[1].Down = []diagnosis.GroupAnswer{{Text: "The container runtime does not respond to the kubelet", Basis: diagnosis.BasisCause, Nodes: 1}}
	d.FixFirst = &diagnosis.FixFirst{Group: 2, Text: "AKS can repair no node of the cluster while it gets no token"}
	return d
}

// common has nodes that went down together.
func common() *diagnosis.Diagnosis {
	d := broken()
	for _, pool := range []string{"user", "systempool01", "npwin"} {
		d.CommonCauses = append(d.CommonCauses, diagnosis.CommonCause{Dimension: "pool", Value: pool, Down: 5, Total: 6, Entry: "PoolDown", Title: "A node pool went down at once", Severity: knowledge.SeverityError, Owner: knowledge.OwnerCustomer})
	}
	return d
}

// manyProblems has so many problems, with two nodes each.
func manyProblems(n int) *diagnosis.Diagnosis {
	d := healthy()
	d.Summary = diagnosis.Summary{Total: 412, Ready: 412 - 2*n, NotReady: 2 * n, Listed: 2 * n}
	for i := range n {
		e := redeployEntry()
		e.Code, e.Title = fmt.Sprintf("Code%d", i+1), fmt.Sprintf("Problem %d of the nodes of this cluster", i+1)
		g := groupOf(i+1, diagnosis.Failed, "", e)
		for j := range 2 {
			f := failedNode()
			f.Node, f.Group, f.Code = fmt.Sprintf("aks-user-15776247-vmss0000%02d", 2*i+j), i+1, e.Code
			g.Nodes = append(g.Nodes, f.Node)
			d.Findings = append(d.Findings, *f)
		}
		d.Groups = append(d.Groups, g)
	}
	return d
}

func TestTheAnswersOnOneScreenAreWhatTheGoldenFilesShow(t *testing.T) {
	for _, r := range shortRenderings() {
		t.Run(r.name, func(t *testing.T) {
			var all bytes.Buffer
			for _, size := range []struct {
				name  string
				style Style
			}{
				{"80 columns, 24 lines", Style{Width: 80, Height: 24}}, {"120 columns, 40 lines", Style{Width: 120, Height: 40}},
				{"a pipe", Style{}}, {"120 columns, in colour", Style{Width: 120, Height: 40, Color: true}},
				{"80 columns, without headers", Style{Width: 80, Height: 24, NoHeaders: true}}, {"wide", Style{Width: 140, Height: 24, Wide: true}},
			} {
				if (size.style.Color || size.style.NoHeaders || size.style.Wide) && r.name != "broken" {
					continue
				}
				fmt.Fprintf(&all, "--- %s\n", size.name)
				if err := r.print(&all, size.style); err != nil {
					t.Fatal(err)
				}
			}
			golden(t, "short-"+r.name, all.Bytes())
		})
	}
}
