package azure_test

import (
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// fewestFaults is how many faults there are at least.
const fewestFaults = 40

// Each fault, of one answer or of all of them, ends within the time and in little memory. What is missing is a gap in a
// sentence, proves nothing, and costs nothing of what was answered.
func TestEachFaultIsAGap(t *testing.T) {
	faults := arm.Faults()
	if len(faults) < fewestFaults {
		t.Errorf("there are %d faults, %d at least", len(faults), fewestFaults)
	}
	for _, f := range faults {
		for _, part := range []string{"/virtualmachines/0", ""} {
			t.Run(f.Name+" "+part, func(t *testing.T) {
				t.Parallel()
				server, s := arm.New(t), sick(0, 1)
				server.Config.ErrorLog = silent()
				server.Break(part, f)
				begin := time.Now()
				enrichWith(t, server, s, func(e *azure.Enricher) { e.Timeout = 2 * time.Second })
				if took := time.Since(begin); took > 20*time.Second { // the tests run side by side
					t.Errorf("it took %s", took)
				}
				checkFault(t, s, f, part)
			})
		}
	}
}

func checkFault(t *testing.T, s *snapshot.Snapshot, f arm.Fault, part string) {
	t.Helper()
	if f.Harmless != (len(s.Gaps) == 0) {
		t.Errorf("the gaps are %+v", s.Gaps)
	}
	for _, g := range s.Gaps {
		if g.Source != snapshot.SourceAzure || !strings.HasSuffix(g.Reason, ".") || len(g.Reason) > 400 || strings.ContainsAny(g.Reason, "\n\x00") {
			t.Errorf("the gap %+v", g)
		}
	}
	if f.Harmless {
		return
	}
	if part == "" && has(s, "", answers.SourceLock, "Read", "Whole") {
		t.Error("a list of locks that was not read proves something")
	}
	if has(s, first, answers.SourceVM, "Exists", "False") {
		t.Error("a VM that was not read is gone")
	}
	stopped := strings.HasPrefix(f.Name, "401")
	if part != "" && !stopped && !has(s, second, answers.SourceVM, "PowerState", "running") {
		t.Errorf("what was answered is lost: %+v", s.Facts)
	}
}

// Of an endless answer no more is kept than one may have, also where a small body becomes a large one.
func TestAnswersAreBounded(t *testing.T) {
	for _, f := range arm.Faults() {
		if !strings.Contains(f.Name, "endless") && !strings.Contains(f.Name, "large") {
			continue
		}
		server, s := arm.New(t), sick(0)
		server.Config.ErrorLog = silent()
		server.Break("/locks", f)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		enrich(t, server, s, 30*time.Second)
		runtime.ReadMemStats(&after)
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 200 {
			t.Errorf("%s takes %d MiB", f.Name, used)
		}
		if len(s.Gaps) != 1 || !strings.Contains(s.Gaps[0].Reason, "MiB") && !strings.Contains(s.Gaps[0].Reason, "permit") {
			t.Errorf("%s: the gaps are %+v", f.Name, s.Gaps)
		}
	}
}

// A host that is not the right one is one gap, which says what is wrong, where and what to do; nothing is asked of it, and it
// gets no token.
func TestEachFaultOfTLSIsOneGap(t *testing.T) {
	said := map[string][2]string{
		"a certificate of another host":         {"is that of another host, proxy.example.", "HTTPS_PROXY"},
		"an expired certificate":                {"is valid from 2020-01-01 to 2021-01-01.", "clock of this computer"},
		"a certificate of the future":           {"is valid from 2120-01-01 to 2121-01-01.", "clock of this computer"},
		"a certificate of an unknown authority": {"an authority that this computer does not trust.", "certificate authority"},
		"plain HTTP":                            {"answers without TLS", "HTTPS_PROXY"},
	}
	faults := arm.TLSFaults()
	if len(faults) != len(said) {
		t.Errorf("there are %d faults, and sentences about %d", len(faults), len(said))
	}
	for _, f := range faults {
		t.Run(f.Name, func(t *testing.T) {
			server, s := arm.New(t), sick(0, 1)
			transport := server.BreakTLS(t, f)
			enrichWith(t, server, s, func(e *azure.Enricher) { e.Transport = transport })
			if len(s.Gaps) != 1 || len(s.Facts) > 0 || len(server.Requests()) > 0 {
				t.Fatalf("gaps %+v, facts %+v, %d requests", s.Gaps, s.Facts, len(server.Requests()))
			}
			g, host := s.Gaps[0], strings.TrimPrefix(server.URL, "https://")
			if want := said[f.Name]; g.Source != snapshot.SourceAzure || !strings.Contains(g.Reason, want[0]) || !strings.Contains(g.Reason, host) || !strings.Contains(g.Action, want[1]) {
				t.Errorf("the gap is %+v", g)
			}
		})
	}
}

// The address of a serial log, which is a secret, is in no sentence about its host.
func TestAFaultOfTLSShowsNoSecret(t *testing.T) {
	server := arm.New(t)
	storage := server.NewStorage(t, "")
	plain := httptest.NewServer(nil)
	t.Cleanup(plain.Close)
	storage.URL = "https" + strings.TrimPrefix(plain.URL, "http")
	s := readConsole(t, server, first)
	if len(s.Gaps) != 1 || !strings.Contains(s.Gaps[0].Reason, "answers without TLS") {
		t.Errorf("the gaps are %+v", s.Gaps)
	}
}
