package paste

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// subjectsShown is how many VMs, pools and clusters are shown in a line each.
const subjectsShown = 8

// subject is a VM, a pool or whatever answers are about, with what they say of it.
type subject struct {
	name  string
	facts []snapshot.Fact
	// notable is true where one of the facts is more than that all is well.
	notable bool
}

// subjects returns what answers are about: what is not well first, else in their order.
func subjects(found []answers.Answer, t *knowledge.Table) []*subject {
	var all []*subject
	byName := map[string]*subject{}
	add := func(name string, f *snapshot.Fact) {
		s := byName[name]
		if s == nil {
			s = &subject{name: name}
			byName[name], all = s, append(all, s)
		}
		s.facts = append(s.facts, *f)
		s.notable = s.notable || reports.Notable(f, t)
	}
	for i := range found {
		a := &found[i]
		for j := range a.Facts {
			add(cmp.Or(a.Facts[j].Node, above(&a.Facts[j])), &a.Facts[j])
		}
		for j := range a.Above {
			name := "scale set " + a.Above[j].ScaleSet
			if a.Above[j].Pool != "" {
				name = "node pool " + a.Above[j].Pool
			}
			add(name, &a.Above[j].Fact)
		}
	}
	slices.SortStableFunc(all, func(a, b *subject) int { return cmp.Compare(rank(a.notable), rank(b.notable)) })
	return all
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// network is the subject of facts about what connects the nodes.
const network = "the network"

// above names what a fact about all nodes is about.
func above(f *snapshot.Fact) string {
	switch f.Source {
	case "azure-cluster":
		return "the cluster"
	case "azure-lock":
		return "locks"
	default:
		return network
	}
}

// reportLines are what answers say, in a line for each VM, pool or cluster.
func reportLines(all []*subject) []string {
	var lines []string
	for i, s := range all {
		if i == subjectsShown {
			lines = append(lines, fmt.Sprintf("  and %d more", len(all)-subjectsShown))
			break
		}
		var parts []string
		for j := range s.facts {
			if text := reportText(&s.facts[j]); text != "" && !slices.Contains(parts, text) {
				parts = append(parts, text)
			}
		}
		lines = append(lines, "  "+s.name+": "+strings.Join(parts, ", "))
	}
	return lines
}

// reportText is a fact in some words.
func reportText(f *snapshot.Fact) string {
	text := words[f.Type]
	if text == "" {
		text = strings.ToLower(f.Type)
	}
	text += " " + f.Status
	switch {
	case f.Type == "Exists" && f.Status == "True", f.Type == "Extension" && f.Status == "succeeded", f.Type == "Disk" && f.Status == "succeeded":
		return ""
	case f.Reason != "":
		text += " (" + f.Reason + ")"
	}
	if f.Actor != "" && f.Source != "azure-scheduled-event" {
		text += " by " + printer.Actor(f.Actor)
	}
	return text
}

// words are the types of facts as people write them.
var words = map[string]string{
	"PowerState": "power", "ProvisioningState": "provisioning", "Agent": "VM agent", "BootstrapExtension": "bootstrap extension",
	"Availability": "health", "OutboundType": "outbound type", "AuthorizedRanges": "authorized IP ranges", "Exists": "exists",
	"NATGateway": "NAT gateway", "RouteTable": "route table", "DefaultOutbound": "default outbound access", "OutboundRule": "outbound rule",
	"OutboundPool": "outbound backend pool", "PowerOff": "power off", "PrivateCluster": "private cluster", "Proxy": "HTTP proxy",
	"DefaultRoute": "route to the internet", "Rules": "security rules", answers.UnclearRules: "security rules",
}

// errorsIn returns the texts of answers that entries explain: those of what failed and stands above
// the VMs, or in no fact. Where something was stopped, that is all there is to explain.
func errorsIn(found []answers.Answer, t *knowledge.Table) string {
	var texts, stopped []string
	add := func(f *snapshot.Fact) {
		switch {
		case f.Node != "" || reports.ByCode(f, t) == nil:
		case f.Type == "PowerState":
			stopped = append(stopped, reports.Text(f))
		default:
			texts = append(texts, reports.Text(f))
		}
	}
	for i := range found {
		texts = append(texts, found[i].Errors...)
		for j := range found[i].Facts {
			add(&found[i].Facts[j])
		}
		for j := range found[i].Above {
			add(&found[i].Above[j].Fact)
		}
	}
	if len(stopped) > 0 {
		texts = stopped
	}
	return strings.Join(texts, "\n")
}

// sayReports prints what answers say, and reports whether nothing in them is a fault.
func (r Reader) sayReports(all []*subject) (well bool, err error) {
	for _, line := range reportLines(all) {
		if err := r.say(line); err != nil {
			return false, err
		}
	}
	return !slices.ContainsFunc(all, func(s *subject) bool { return s.notable }), nil
}

// wellAnswers is the sentence for answers that show nothing wrong. What a part of the network lacks is a
// fault only for some outbound types, which the cluster says, and a health that is not known is none.
func wellAnswers(all []*subject, shown []snapshot.Page) string {
	const nothing = "Nothing in it is a fault by itself. Whether a node is Ready it does not show."
	switch {
	case len(all) == 0 && slices.ContainsFunc(shown, func(p snapshot.Page) bool { return p.Things > 0 }):
		return nothing
	case len(all) == 0:
		return "It reports nothing. An account that may not read all of it gets such an answer too. Whether a node is Ready it does not show."
	}
	for _, s := range all {
		for i := range s.facts {
			switch status := s.facts[i].Status; {
			case status == "Missing", status == "Unknown", s.name == network && !slices.Contains([]string{"True", "Present", "Allow"}, status):
				return nothing
			}
		}
	}
	return "All is well as far as the text shows: nothing that Azure reports in it is a fault. Whether a node is Ready it does not show."
}
