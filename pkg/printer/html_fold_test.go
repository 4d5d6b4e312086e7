package printer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/viewer"
)

// manyNodes is how many nodes a page has without its long form.
const manyNodes = 50

// outage has so many nodes with a few problems, all of them with commands.
func outage(nodes int) *diagnosis.Diagnosis {
	d := broken()
	d.Groups[0].Nodes, d.Findings = nil, d.Findings[1:]
	for i := range nodes {
		f := failedNode()
		f.Node, f.NotReadySince = fmt.Sprintf("aks-user-15776247-vmss%06d", i), before(time.Duration(20+i%30)*time.Minute)
		d.Groups[0].Nodes, d.Findings = append(d.Groups[0].Nodes, f.Node), append(d.Findings, *f)
	}
	return d
}

func TestPaperHasTheHeadAndTheOpenProblemsOnFourSheets(t *testing.T) {
	for name, d := range map[string]*diagnosis.Diagnosis{"few": broken(), "200 nodes": outage(200), "12 problems": manyProblems(12)} {
		page := pageOf(t, alone(d))
		_, address := viewer.Serve(t, map[string]string{"/": page, "/open": strings.ReplaceAll(page, "<details", "<details open")})
		folded, unfolded := viewer.Sheets(t, address+"/"), viewer.Sheets(t, address+"/open")
		if folded > 4 || unfolded <= folded {
			t.Errorf("%s: the page takes %d sheets, and %d when everything is unfolded", name, folded, unfolded)
		}
	}
}

func TestAPageOfManyNodesIsDrawnWhenItIsReached(t *testing.T) {
	for want, d := range map[string]*diagnosis.Diagnosis{`class="chapter"`: broken(), `class="chapter long"`: outage(manyNodes)} {
		if !strings.Contains(pageOf(t, alone(d)), want) {
			t.Errorf("the page has not %q", want)
		}
	}
}

func TestTheStepsOfAProblemStandInItsCard(t *testing.T) {
	root := viewer.Parse(t, []byte(pageOf(t, alone(broken()))))
	for _, e := range viewer.Elements(root, "article") {
		if viewer.Attribute(e, "id") != "c1-p1" {
			continue
		}
		text := viewer.Text(e)
		for _, want := range append([]string{"commands for aks-user-15776247-vmss00000a", "https://learn.microsoft.com/azure/aks/node-auto-repair"}, failedNode().Steps[1].Command, failedNode().Setup[0]) {
			if !strings.Contains(text, want) {
				t.Errorf("the card of the problem has not %q:\n%s", want, text)
			}
		}
		return
	}
	t.Error("problem 1 has no card")
}

func TestALinkOfAPageOpensWhatItLeadsTo(t *testing.T) {
	_, address := viewer.Serve(t, map[string]string{"/": pageOf(t, alone(broken())), "/open": `<!DOCTYPE html><iframe id=f src="/#c1-n1"></iframe><p id=r></p><script>
f.onload=()=>{const d=f.contentDocument,e=d.getElementById('c1-n1');let open=0,all=0;for(let n=e;n;n=n.parentElement)if(n.tagName=='DETAILS'){all++;if(n.open)open++}r.textContent=open+' of '+all}</script>`})
	root := viewer.Parse(t, viewer.Browse(t, "--virtual-time-budget=3000", "--dump-dom", address+"/open"))
	if got := viewer.Text(viewer.Elements(root, "p")[0]); got != "2 of 2" {
		t.Errorf("%s folds around a node are open", got)
	}
}

func TestAChartHasEachNode(t *testing.T) {
	for _, test := range []struct {
		nodes int
		more  string
	}{{3, ""}, {200, ""}, {700, "105 more nodes not drawn."}} {
		d := outage(test.nodes)
		page := pageOf(t, alone(d))
		_, chart, _ := strings.Cut(page, `<figure class="chart">`)
		chart, _, _ = strings.Cut(chart, "</figure>")
		bars := strings.Count(chart, `class="outage"`)
		if want := min(len(d.Findings), 600); bars < want-1 || bars > want { // that of a removed node has no bar
			t.Errorf("%d bars for %d nodes", bars, len(d.Findings))
		}
		if !strings.Contains(chart, test.more) || test.more == "" && strings.Contains(chart, "not drawn") {
			t.Errorf("%d nodes: it is not said what is not drawn", test.nodes)
		}
	}
}
