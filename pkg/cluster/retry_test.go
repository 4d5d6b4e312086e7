package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// failing answers the first n scans with a fault and those after it as usual.
func failing(n int, fault http.HandlerFunc) func(string, int) http.HandlerFunc {
	return func(line string, earlier int) http.HandlerFunc {
		if line == tableLine && earlier < n {
			return fault
		}
		return nil
	}
}

func scans(s *apiServer) int {
	return strings.Count(strings.Join(s.requests(), "\n")+"\n", tableLine+"\n")
}

func TestReadsAreTriedAgainWhereThatHelps(t *testing.T) {
	later := plain(http.StatusTooManyRequests, "text/plain", "Too many requests, please try again later.", "Retry-After", "1")
	for name, c := range map[string]struct {
		fault    http.HandlerFunc
		failures int
		tries    int
		complete bool
	}{
		"5xx twice":                      {broken(), 2, 3, true},
		"5xx for good":                   {broken(), 99, 3, false},
		"gateway time-out twice":         {plain(504, "text/plain", "upstream"), 2, 3, true},
		"cut before the answer":          {cutBeforeAnswer, 2, 3, true},
		"cut in the answer":              {cutInAnswer, 2, 3, true},
		"cut for good":                   {cutInAnswer, 99, 3, false},
		"429 with Retry-After":           {later, 10, 11, true},
		"429 for good":                   {later, 99, 11, false},
		"503 with Retry-After":           {plain(503, "text/plain", "starting", "Retry-After", "2"), 3, 4, true},
		"429 without Retry-After":        {plain(429, "text/plain", "slow down"), 2, 3, true},
		"a Retry-After of minutes":       {plain(503, "text/plain", "upgrading", "Retry-After", "600"), 1, 1, false},
		"forbidden is not tried again":   {forbidden("nodes", ""), 1, 1, false},
		"a web page is not tried again":  {plain(200, "text/html", "<html>Log in"), 1, 1, false},
		"bad request is not tried again": {plain(400, "text/plain", "what?"), 1, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = snapshottest.SomeNodes(2, 1)
			s.script = failing(c.failures, c.fault)
			live, _ := newTestLive(t, s, LiveOptions{})
			got := snapshottest.Take(t, live)
			snapshottest.Equal(t, "tries", scans(s), c.tries)
			snapshottest.Equal(t, "nodes listed", got.NodesListed, c.complete)
			snapshottest.Equal(t, "no gaps", len(got.Gaps) == 0, c.complete)
		})
	}
}

func TestRetryAfterIsWaitedForAsTheServerAsks(t *testing.T) {
	s := newAPIServer(t)
	s.script = failing(2, plain(429, "text/plain", "later", "Retry-After", "7"))
	live, waits := newTestLive(t, s, LiveOptions{})
	snapshottest.Take(t, live)
	snapshottest.Equal(t, "waits", len(*waits), 2)
	for _, d := range *waits {
		snapshottest.Equal(t, "wait", d, 7*time.Second)
	}
}

func TestWaitsWithoutRetryAfterGrowAndStayUnderASecond(t *testing.T) {
	s := newAPIServer(t)
	s.script = failing(99, broken())
	live, waits := newTestLive(t, s, LiveOptions{})
	snapshottest.Take(t, live)
	if w := *waits; len(w) != 2 || w[0] <= 0 || w[1] <= w[0] || w[1] > time.Second {
		t.Errorf("waits %v", w)
	}
}

func TestFaultsOfWindowsAreTriedAgainWhereThatHelps(t *testing.T) {
	for number, again := range map[syscall.Errno]bool{10053: true, 10054: true, 10060: false, 10061: false} {
		snapshottest.Equal(t, strconv.Itoa(int(number)), transient(fmt.Errorf("sending: %w", windows("read", "wsarecv", number))), again)
	}
}

func TestPauseEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := pause(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := pause(context.Background(), time.Nanosecond); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestWaitsThatTheServerAsksForAreBoundedTogether(t *testing.T) {
	for name, c := range map[string]struct {
		timeout time.Duration
		waits   int
	}{
		"without a limit of the user": {0, 2}, // 12 s twice; the third would pass 30 s
		"with --request-timeout":      {20 * time.Second, 1},
		"with a short one":            {2 * time.Second, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRetries(c.timeout)
			refusal := apierrors.NewTooManyRequests("slow down", 12)
			waits := 0
			for {
				if _, again := r.next(refusal); !again {
					break
				}
				waits++
			}
			snapshottest.Equal(t, "waits", waits, c.waits)
		})
	}
}
