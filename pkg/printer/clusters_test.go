package printer

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// fleet has a cluster of each kind: broken, healthy, seen in part, not read.
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
