package dump

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/pages"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// pages returns what all that was pasted was taken for: the pages of kubectl, then the answers of Azure.
// Answers of one kind are one.
func (p *pasted) pages() []snapshot.Page {
	all := append([]snapshot.Page{}, p.shown...)
	for i := range p.answers {
		page := p.answers[i].Page
		same := false
		for j := len(p.shown); j < len(all); j++ {
			if all[j].What == page.What && all[j].Thing == page.Thing {
				all[j].Things += page.Things
				same = true
			}
		}
		if !same {
			all = append(all, page)
		}
	}
	return all
}

// addAnswers keeps answers of Azure. What they say of which node is known once all is read.
func (r *dumpReader) addAnswers(found []answers.Answer, f files.File) {
	for i := range found {
		r.pasted.gaps = append(r.pasted.gaps, found[i].Gaps...)
		r.collector.objectCount++
	}
	r.pasted.answers = append(r.pasted.answers, found...)
	r.pasted.at = snapshot.Later(r.pasted.at, r.moment(f))
}

// computeID is the ID of a VM or a scale set, from which the names of its group are taken.
var computeID = lazy.Pattern(`(?i)(/subscriptions/[0-9a-f-]{36}/resourceGroups/[a-z0-9_.-]+)/providers/Microsoft\.Compute/virtualMachine`)

// addGroups notes the resource groups of VMs that a text names.
func (r *dumpReader) addGroups(text string) {
	for _, m := range computeID().FindAllStringSubmatch(text, -1) {
		if !slices.ContainsFunc(r.pasted.groups, func(known string) bool { return strings.EqualFold(known, m[1]) }) {
			r.pasted.groups = append(r.pasted.groups, strings.Clone(m[1]))
		}
	}
}

// takeAnswers makes facts about nodes of the answers. Names are of further nodes that there are or were.
func (r *dumpReader) takeAnswers(nodes []corev1.Node, names []string) {
	if len(r.pasted.answers) == 0 {
		return
	}
	var known []answers.Node
	for i := range nodes {
		known = append(known, answers.NodeOf(&nodes[i]))
	}
	for _, name := range names {
		known = append(known, answers.Node{Name: name})
	}
	facts, unplaced := answers.Facts(r.pasted.answers, known)
	slices.Sort(unplaced)
	for _, thing := range slices.Compact(unplaced) {
		r.pasted.gaps = snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"which nodes have the " + thing},
			Reason: "Nothing that was given shows a node that has it: no node is judged by it.",
			Action: "Give what az vmss show or az network vnet subnet show prints of the nodes too, or ask with --azure.",
		}.AddTo(r.pasted.gaps)
	}
	for i := range facts {
		r.collector.addFact(&facts[i])
	}
}

// readAround reads the text around answers: pages and objects of kubectl. Any other text is kept for
// whoever explains it.
func (r *dumpReader) readAround(f files.File, text string) error {
	if text == "" {
		return nil
	}
	if p, ok := pages.Read(text, r.moment(f)); ok {
		r.addPage(&p)
		return nil
	}
	if objectStart().MatchString(text) && strings.ContainsAny(text[:1], "{[ak-") {
		f.Reader = strings.NewReader("")
		return r.readObjects(f, []byte(text))
	}
	r.pasted.rest = append(r.pasted.rest, text)
	return nil
}

// notePageEnd notes that a text is longer than what is read of pages.
func (r *dumpReader) notePageEnd(f files.File) {
	r.pasted.gaps = append(r.pasted.gaps, snapshot.Gap{
		Source: snapshot.SourceFiles, Subjects: []string{"the rest of " + f.Name},
		Reason: fmt.Sprintf("Of pages and answers %d MiB are read.", maxPage>>20), Action: "Give a shorter one.",
	})
}
