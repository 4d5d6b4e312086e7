package cmd_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// hostileDump writes a dump of items that write adds, and returns its path.
func hostileDump(t *testing.T, write func(add func(format string, args ...any))) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dump.json")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(file)
	fmt.Fprint(w, `{"apiVersion":"v1","kind":"List","items":[`)
	separator := ""
	write(func(format string, args ...any) {
		fmt.Fprint(w, separator)
		fmt.Fprintf(w, format, args...)
		separator = ","
	})
	fmt.Fprint(w, "]}")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// downNode and errorEvent are formats: of a name and a time, and of a name, a node, a
// reason, a message and a time, twice.
const (
	downNode = `{"apiVersion":"v1","kind":"Node","metadata":{"name":%q,"creationTimestamp":"2026-05-18T00:00:00Z"},` +
		`"status":{"conditions":[{"type":"Ready","status":"Unknown","lastTransitionTime":%q}]}}`
	errorEvent = `{"apiVersion":"v1","kind":"Event","metadata":{"name":%q,"namespace":"default"},"involvedObject":{"kind":"Node","name":%q},` +
		`"reason":%q,"message":%q,"firstTimestamp":%q,"lastTimestamp":%q,"count":1}`
	outageBegan  = "2026-05-19T21:20:00Z"
	repairFailed = "2026-05-19T21:40:00Z"
)

// bounded is the longest output for people that anything may lead to.
const bounded = 100_000

// diagnoseHostile diagnoses a dump for a person, and checks what holds of every output.
func diagnoseHostile(t *testing.T, args ...string) string {
	t.Helper()
	args = append([]string{"diagnose", "--details", "--at", now.Format(time.RFC3339)}, args...)
	status, stdout, stderr := run(t, args...)
	if incomplete := status == 1 && strings.Contains(stdout, "NOT SEEN: "); status != 0 && !incomplete {
		t.Fatalf("the status is %d: %.2000s%.2000s", status, stderr, stdout)
	}
	if len(stdout) > bounded {
		t.Errorf("%d bytes of output: %.2000s", len(stdout), stdout)
	}
	if !utf8.ValidString(stdout) {
		t.Error("the output is not UTF-8")
	}
	for _, r := range stdout {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Fatalf("the output has the control character %U", r)
		}
	}
	return stdout
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not said:\n%.3000s", part, text)
		}
	}
}

func TestAHundredThousandNodesThatAreDownTakeBoundedMemoryAndOutput(t *testing.T) {
	const nodes = 100_000
	dump := hostileDump(t, func(add func(string, ...any)) {
		for i := range nodes {
			add(downNode, fmt.Sprintf("aks-user-12345678-vmss%06d", i), outageBegan)
		}
		add(errorEvent, "e", "aks-user-12345678-vmss000000", "NodeRebootError", "operation failure: VMNotFound", repairFailed, repairFailed)
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := diagnoseHostile(t, "-f", dump)
	runtime.ReadMemStats(&after)
	wants(t, got, "100000 of 100000 nodes have been NotReady", "99990 more nodes")
	// All that was ever allocated, garbage included: 50 kB for each node.
	if each := (after.TotalAlloc - before.TotalAlloc) / nodes; each > 50_000 {
		t.Errorf("%d bytes were allocated for each node", each)
	}
}

func TestTenThousandCodesAreCountedAndNotAllListed(t *testing.T) {
	const nodes = 10_000
	dump := hostileDump(t, func(add func(string, ...any)) {
		for i := range nodes {
			name := fmt.Sprintf("n%05d", i)
			add(downNode, name, outageBegan)
			add(errorEvent, "e"+name, name, "NodeRedeployError", fmt.Sprintf(`operation failure: {"code":"Strange%05dError"}`, i), repairFailed, repairFailed)
		}
	})
	wants(t, diagnoseHostile(t, "-f", dump), "10000 of 10000 nodes", "Strange00000Error", "9960 more problems")
}

func TestTenThousandEventsOfOneNodeAreCountedAndNotAllListed(t *testing.T) {
	dump := hostileDump(t, func(add func(string, ...any)) {
		add(downNode, "n", outageBegan)
		for i := range 10_000 {
			at := now.Add(-time.Duration(10_000-i) * 200 * time.Millisecond).Format(time.RFC3339Nano)
			add(errorEvent, fmt.Sprint("e", i), "n", []string{"NodeRebootStart", "NodeRebootError"}[i%2], fmt.Sprint("operation failure: Strange", i), at, at)
		}
	})
	wants(t, diagnoseHostile(t, "-f", dump), "Node events seen: 10000")
	wants(t, diagnoseHostile(t, "-f", dump, "n"), "earlier attempts", "earlier moments", "Strange9999")
}

func TestMessagesOfSixtyFourKilobytesAreShownInPart(t *testing.T) {
	const size = 64 << 10
	dump := hostileDump(t, func(add func(string, ...any)) {
		for i, text := range []string{strings.Repeat("x", size), strings.Repeat("word ", size/5), strings.Repeat("節", size/3), strings.Repeat(`{"code":"`, size/9)} {
			name := fmt.Sprint("n", i)
			add(downNode, name, outageBegan)
			add(errorEvent, "e"+name, name, "NodeRebootError", "operation failure: "+text, repairFailed, repairFailed)
		}
	})
	overview := diagnoseHostile(t, "-f", dump)
	wants(t, overview, "n0", "n3")
	if strings.Contains(overview, "UnknownCode: ") {
		t.Errorf("a word without end passes for a code:\n%.3000s", overview)
	}
	for i := range 4 {
		wants(t, diagnoseHostile(t, "-f", dump, fmt.Sprint("n", i)), "more characters")
	}
}

// escapes is JSON for every control character, what hides or turns text, and half a pair.
func escapes() string {
	var all strings.Builder
	for r := range 0x20 {
		fmt.Fprintf(&all, `\u%04x`, r)
	}
	for _, r := range []int{0x7f, 0x80, 0x9b, 0x9f, 0xad, 0x200b, 0x200e, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xd800} {
		fmt.Fprintf(&all, `\u%04x`, r)
	}
	return all.String() + "\xff\xfe\xc3(" + `\u001b[31m\u001b]8;;http://evil\u0007`
}

func TestControlCharactersAndInvalidTextNeverReachTheTerminal(t *testing.T) {
	rubbish := escapes()
	dump := hostileDump(t, func(add func(string, ...any)) {
		add(strings.NewReplacer("Unknown", "Unknown"+rubbish, "2026-05-18T00:00:00Z\"}", `2026-05-18T00:00:00Z","labels":{"kubernetes.azure.com/agentpool":"p`+rubbish+`"}},"spec":{"providerID":"azure://`+rubbish+`"}`).
			Replace(downNode), "n", outageBegan)
		add(strings.ReplaceAll(errorEvent, `"message":%q`, `"message":"operation failure: `+rubbish+`%s"`), "e", "n", "NodeRebootError", "Tail", repairFailed, repairFailed)
		add(strings.ReplaceAll(errorEvent, `"reason":%q`, `"reason":"`+rubbish+`%s"`), "f", "n", "Odd", "x", repairFailed, repairFailed)
	})
	wants(t, diagnoseHostile(t, "-f", dump), "The only node has been NotReady")
	wants(t, diagnoseHostile(t, "-f", dump, "n"), "Tail", "Odd")
	for _, format := range []string{"wide", "json", "yaml", "name", "brief", "markdown", "html"} {
		status, stdout, stderr := run(t, "diagnose", "--at", now.Format(time.RFC3339), "-f", dump, "-o", format)
		if status != 0 || strings.Contains(stdout, "\x1b") || !utf8.ValidString(stdout) {
			t.Errorf("-o %s: status %d, raw escapes %t, UTF-8 %t: %s", format, status, strings.Contains(stdout, "\x1b"), utf8.ValidString(stdout), stderr)
		}
	}
}

func TestEventsWithoutATimeAreNotGuessedAt(t *testing.T) {
	dump := hostileDump(t, func(add func(string, ...any)) {
		add(downNode, "n", outageBegan)
		for i, at := range []string{"0001-01-01T00:00:00Z", repairFailed} {
			add(errorEvent, fmt.Sprint("e", i), "n", "NodeRebootError", "operation failure: VMNotFound", at, at)
		}
	})
	got := diagnoseHostile(t, "-f", dump)
	wants(t, got, "Node events seen: 1,", "NOT SEEN: when 1 of the events about nodes happened", "VMNotFound")
	if strings.Contains(got, "0001-01") {
		t.Errorf("a time of the year 1 is shown:\n%s", got)
	}
}

func TestClocksThatDisagreeAreSurvived(t *testing.T) {
	for name, shift := range map[string]time.Duration{
		"six hours behind": -6 * time.Hour, "six hours ahead": 6 * time.Hour, "a century ahead": 100 * 365 * 24 * time.Hour, "a century behind": -100 * 365 * 24 * time.Hour,
	} {
		t.Run(name, func(t *testing.T) {
			at := now.Add(shift).Format(time.RFC3339)
			dump := hostileDump(t, func(add func(string, ...any)) {
				add(downNode, "node-clock", at)
				add(downNode, "event-clock", outageBegan)
				for i, node := range []string{"node-clock", "event-clock", "event-clock"} {
					add(errorEvent, fmt.Sprint("e", i/2), node, "NodeRebootError", "operation failure: VMNotFound", at, at) // the last twice
				}
			})
			got := diagnoseHostile(t, "-f", dump)
			wants(t, got, "event-clock")
			wants(t, diagnoseHostile(t, "-f", dump, "node-clock"), "node-clock")
			if strings.Contains(got, " -") && strings.Contains(got, "NOTREADY\n-") {
				t.Errorf("a negative time is shown:\n%s", got)
			}
		})
	}
}

func TestAClockThatIsBehindHidesNoOutage(t *testing.T) {
	down := node("down", false)
	down.Status.Conditions[0].LastTransitionTime = metav1.NewTime(now.Add(6 * time.Hour))
	config := kubeconfig(t, map[string]string{"broken": nodesServer(t, down, node("up", true))})
	status, stdout, _ := run(t, "diagnose", "--context", "broken", "--kubeconfig", config)
	if status != 1 {
		t.Errorf("the status is %d", status)
	}
	wants(t, stdout, "down", "may have been for more than 5m", "NOT SEEN: how long ago things happened", "2026-05-20T04:00:00Z", "--at")
}

func TestTimesThatAreNotThereAreSurvived(t *testing.T) {
	dump := hostileDump(t, func(add func(string, ...any)) {
		add(`{"apiVersion":"v1","kind":"Node","metadata":{"name":"bare"}}`)
		add(`{"apiVersion":"v1","kind":"Node","metadata":{"name":"nil","creationTimestamp":null},"status":{"conditions":[{"type":"Ready","status":"False","lastTransitionTime":null}]}}`)
		add(`{"apiVersion":"v1","kind":"Event","metadata":{"name":"e"},"involvedObject":{"kind":"Node","name":"bare"},"reason":"NodeRebootError","message":""}`)
		add(`{"apiVersion":"v1","kind":"Event","metadata":{"name":"f"},"involvedObject":{"kind":"Node","name":"nil"},"reason":"NodeRebootStart","lastTimestamp":null,"count":-5}`)
	})
	got := diagnoseHostile(t, "-f", dump)
	wants(t, got, "bare", "nil")
	for _, node := range []string{"bare", "nil"} {
		wants(t, diagnoseHostile(t, "-f", dump, node), node)
	}
}
