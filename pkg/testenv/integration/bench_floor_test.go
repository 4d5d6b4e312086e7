package integration

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/rest"
)

// floorWork is what testdata/floor reads.
type floorWork struct {
	Host                  string
	CA, Cert, Key         []byte
	Free, Scan, Dependent []floorRequest
}

type floorRequest struct{ URI, Accept, Encoding string }

// floor returns what the bytes of some requests cost a program that only reads them: as many at
// once as the plugin has under way, with a new connection, and what depends on the list of
// nodes after that list, since nobody knows it before. Its own start does not count.
func (m *benchmark) floor(config *rest.Config, requests []sent, runs int) cost {
	m.Helper()
	input, err := json.Marshal(workOf(config, requests))
	if err != nil {
		m.Fatal(err)
	}
	var best cost
	for range runs {
		c := exec.CommandContext(m.Context(), m.bare)
		c.Stdin, c.Stderr = bytes.NewReader(input), &bytes.Buffer{}
		output, err := c.Output()
		if err != nil {
			m.Fatalf("reading what the plugin reads: %v: %s", err, c.Stderr)
		}
		took, err := strconv.ParseInt(strings.TrimSpace(string(output)), 10, 64)
		if err != nil {
			m.Fatal(err)
		}
		wall := time.Duration(took)
		best = best.best(cost{wall: wall, slowest: wall, requests: int64(len(requests)), walls: []time.Duration{wall}})
	}
	return best
}

// workOf puts requests in the order in which they can be known.
func workOf(config *rest.Config, requests []sent) floorWork {
	w := floorWork{
		Host: strings.TrimSuffix(config.Host, "/"),
		CA:   config.CAData, Cert: config.CertData, Key: config.KeyData,
	}
	for _, s := range requests {
		r := floorRequest{s.uri, s.accept, s.encoding}
		switch {
		case isDependent(s):
			w.Dependent = append(w.Dependent, r)
		case isNodes(s):
			w.Scan = append(w.Scan, r)
		default:
			w.Free = append(w.Free, r)
		}
	}
	return w
}

// isNodes reports whether a request is about nodes.
func isNodes(s sent) bool { return strings.HasPrefix(s.uri, "/api/v1/nodes") }

// isDependent reports whether a request needs what only another answer contains: the name
// of a node that is down, a label of it, the next page.
func isDependent(s sent) bool {
	return namesNodes(s) || strings.Contains(s.uri, "labelSelector=") || strings.Contains(s.uri, "continue=")
}

// namesNodes reports whether a request is for one node or for some, by their names.
func namesNodes(s sent) bool {
	return strings.HasPrefix(s.uri, "/api/v1/nodes/") || strings.Contains(s.uri, "labelSelector=kubernetes.io%2Fhostname+in+")
}

func TestTheFloorSendsWhatIsKnownFirst(t *testing.T) {
	got := workOf(&rest.Config{Host: "https://server/"}, []sent{
		{uri: "/api/v1/nodes?includeObject=None"}, {uri: "/api/v1/nodes?labelSelector=kubernetes.io%2Fhostname+in+%28a%2Cb%29"},
		{uri: "/api/v1/nodes/a"}, {uri: "/api/v1/namespaces/default/events?limit=1"}, {uri: "/api/v1/namespaces/default/events?continue=x"},
		{uri: "/api/v1/nodes?labelSelector=pool%3Da"},
	})
	if got.Host != "https://server" || len(got.Free) != 1 || len(got.Scan) != 1 || len(got.Dependent) != 4 {
		t.Errorf("got %+v", got)
	}
}
