package knowledge

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// exitNumber is an exit code as the extension and its script write it: exit status=50,
// "ExitCode": "51", exit code of: '13', Exit Code: 5; with any number of escapes.
var exitNumber = lazy.Pattern(`(?i)exit\s*(?:status|code)(?:\s+of)?\\*["']?\s*[:=]?\s*[\\|]*["']?(\d+)`)

// lastStatus is what the script writes before the status of a program that it tried again.
const lastStatus = "last "

// What shows the operating system of the VM that an error came from.
var (
	windowsSigns = lazy.Pattern(`(?i)\bWINDOWS_CSE_|\.ps1\b|\bpowershell\b|\b[A-Z]:\\+(?:AzureData|k)\b|\bCustomScriptExtension\b|\bMicrosoft\.Compute\\*['"]|\breturned\s+a\s+non-zero\s+exit\s+code\s+of\b`)
	linuxSigns   = lazy.Pattern(`(?i)\bERR_[A-Z0-9]|/opt/azure/|/var/log/azure/|\bMicrosoft\.Azure\.Extensions\b|\bcommand\s+terminated\s+with\s+exit\s+status=|\baks-[a-z0-9]+-\d+-vmss`)
)

// The numbers of Entra ID beside their names: "error_codes":[7000222] and the address of
// the page that explains one.
var (
	entraList = lazy.Pattern(`(?i)error_codes\\*["']?\s*:\s*\[([\d,\s]+)`)
	entraPage = lazy.Pattern(`(?i)/error\?code=(\d+)`)
	digits    = lazy.Pattern(`\d+`)
)

// entraPrefix stands before a number of Entra ID.
const entraPrefix = "AADSTS"

// numberHits returns the hits of numbers that only their surroundings make a code. named are the
// hits by name, which may show the operating system.
func (t *Table) numberHits(text string, named []hit) []hit {
	var hits []hit
	lower := strings.ToLower(text)
	if containsAny(lower, extensionError, linuxError, windowsError, "cse:") {
		hits = t.exitNameHits(text)
	}
	if strings.Contains(lower, "exit") {
		hits = append(hits, t.exitHits(text, append(slices.Clip(named), hits...))...)
	}
	hits = append(hits, t.scheduledHits(text)...)
	return append(hits, t.entraHits(text)...)
}

// containsAny says whether a text has one of some parts: without them there is no need for the
// expressions, which take as long as all else.
func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// scheduled is an event of the metadata service: what Azure is about to do to a VM.
var scheduled = lazy.Pattern(`(?i)"EventType\\*"\s*:\s*\\*"([a-z]+)\\*"`)

// scheduledHits returns the scheduled events of the metadata service, which the node problem
// detector reports as events about the node.
func (t *Table) scheduledHits(text string) []hit {
	var hits []hit
	for _, m := range scheduled().FindAllStringSubmatchIndex(text, -1) {
		if e := t.Entry(text[m[2]:m[3]] + "Scheduled"); e != nil {
			hits = append(hits, hit{start: m[2], entry: e})
		}
	}
	return hits
}

// numberAt is a number in a text.
type numberAt struct{ start, number int }

// exitNumbers returns the exit codes of a text.
func exitNumbers(text string) []numberAt {
	var found []numberAt
	for _, m := range exitNumber().FindAllStringSubmatchIndex(text, -1) {
		last := strings.EqualFold(text[max(m[0]-len(lastStatus), 0):m[0]], lastStatus)
		if last || !boundary(text, m[0]) || startsWithWord(text[m[3]:]) {
			continue
		}
		if n, err := strconv.Atoi(text[m[2]:m[3]]); err == nil {
			found = append(found, numberAt{m[0], n})
		}
	}
	return found
}

// systemOf returns the operating system that a text names, "" when it names none or both.
func systemOf(text string, named []hit) Platform {
	windows, linux := windowsSigns().MatchString(text), linuxSigns().MatchString(text)
	for _, h := range named {
		if h.entry != nil && len(h.entry.Exits) > 0 {
			linux = linux || h.entry.FitsOS(Linux)
			windows = windows || h.entry.FitsOS(Windows)
		}
	}
	switch {
	case windows == linux:
		return ""
	case windows:
		return Windows
	default:
		return Linux
	}
}

// entraHits returns the numbers of Entra ID that stand without their prefix.
func (t *Table) entraHits(text string) []hit {
	var hits []hit
	spans := append(entraList().FindAllStringSubmatchIndex(text, -1), entraPage().FindAllStringSubmatchIndex(text, -1)...)
	for _, span := range spans {
		for _, number := range digits().FindAllStringIndex(text[span[2]:span[3]], -1) {
			start := span[2] + number[0]
			if e := t.Entry(entraPrefix + text[start:span[2]+number[1]]); e != nil && e.Kind == KindEntraCode {
				hits = append(hits, hit{start: start, entry: e})
			}
		}
	}
	return hits
}

// shortestEntra is how many digits a bare number must have to be one of Entra ID.
const shortestEntra = 5

// number returns the entries for a bare number: exit codes of every system, or the code of
// Entra ID when it is too long for an exit code.
func (t *Table) number(what string) []*Entry {
	if digits().FindString(what) != what || what == "" {
		return nil
	}
	if len(what) >= shortestEntra {
		return t.Find([]string{entraPrefix + what})
	}
	n, err := strconv.Atoi(what)
	if err != nil {
		return nil
	}
	return slices.Clip(t.ExitCodes(n, ""))
}
