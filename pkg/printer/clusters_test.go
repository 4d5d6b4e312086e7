package printer

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// fleet has a cluster of each fate: broken, healthy, seen in part, not read.
func fleet() *diagnosis.List {
	l := diagnosis.NewList()
	l.Add("prod-weu", shortCodes())
	l.Add("test", healthy())
	l.Add("it's odd", gapped())
	l.Fail("lab", errors.New("cannot list nodes. https://lab.example.com refuses connections. Check that the cluster runs"))
	return l
}

func clustersRendering(name string, l *diagnosis.List) rendering {
	return rendering{"clusters-" + name, func(w io.Writer, s Style) error { return Clusters(w, l, nil, s) }}
}

func clusterRenderings() []rendering {
	quiet := diagnosis.NewList()
	quiet.Add("prod-weu", healthy())
	quiet.Add("test", healthy())
	unread := diagnosis.NewList()
	unread.Fail("lab", errors.New("cannot list nodes"))
	return []rendering{clustersRendering("fleet", fleet()), clustersRendering("quiet", quiet), clustersRendering("unread", unread)}
}

func TestTheFirstLineOverSeveralClustersCounts(t *testing.T) {
	list := func(diagnoses ...*diagnosis.Diagnosis) *diagnosis.List {
		l := diagnosis.NewList()
		for _, d := range diagnoses {
			l.Add("c", d)
		}
		return l
	}
	failing := func(l *diagnosis.List) *diagnosis.List {
		l.Fail("x", errors.New("no"))
		return l
	}
	for name, tc := range map[string]struct {
		list *diagnosis.List
		want string
	}{
		"no clusters":        {list(), "There is no cluster to look at."},
		"none could be read": {failing(list()), "No cluster could be read: it is not known whether any node is NotReady. 1 of 1 cluster could not be read."},
		"all are well":       {list(healthy(), healthy()), "No node has been NotReady for more than 5m in 2 clusters with 824 nodes."},
		"a gap is no success": {list(healthy(), gapped()),
			"Nothing found, but not everything could be seen. 1 cluster could be seen only in part."},
		"a failure is no success": {failing(list(healthy())),
			"Nothing found, but not everything could be seen. 1 of 2 clusters could not be read."},
		"one is broken": {list(healthy(), broken()),
			"1 of 2 clusters has nodes that need a look: 5 NotReady for more than 5m, 1 removed after a repair."},
		"two are broken, one was not read": {failing(list(unreadNodes(), broken())),
			"2 of 3 clusters have nodes that need a look: 5 NotReady for more than 5m, 1 removed after a repair, 2 NotReady and not readable. 1 of 3 clusters could not be read."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := listVerdict(tc.list); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func unreadNodes() *diagnosis.Diagnosis {
	d := healthy()
	d.Summary = diagnosis.Summary{Total: 3, Ready: 1, Unread: 2}
	return d
}

func TestCommandsInAListNameTheirCluster(t *testing.T) {
	var out bytes.Buffer
	if err := Clusters(&out, fleet(), nil, piped); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"kubectl autorepair diagnose --context=prod-weu aks-user-15776247-vmss00000a",
		"\n=== it's odd ===\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	d := healthy()
	d.Context = "it's odd"
	if got, want := NodeArguments(d, "n1"), `--context='it'\''s odd' node/n1`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
