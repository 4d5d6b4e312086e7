package knowledge

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// The extension that a part of a text is about: in the words of Azure, and in an instance
// view, where the name stands before the type or the statuses of the extension.
var extensionHead = lazy.Pattern(`(?i)\bextension\s+\\*['"]([\w./-]+)\\*['"]|\bextension\s+([\w./-]+)\s+has\s+timed\s+out\b|` +
	`"name\\*"\s*:\s*\\*"([\w./-]+)\\*"\s*,\s*\\*"(?:status|substatus|state|type)`)

// bootstrapName is the name of the extension that makes a node of a VM: of a scale set, or of
// the agents and masters of clusters on VMs.
var bootstrapName = lazy.Pattern(`(?i)^(?:.*/)?(?:vmssCSE|windowsCSE|cse-(?:agent|master)-\d+)$`)

// handlerWords are what only the handlers of the bootstrap extension write.
var handlerWords = lazy.Pattern(`(?i)\bfailed\s+to\s+execute\s+command:|\breturned\s+a\s+non-zero\s+exit\s+code\s+of\b|\bCSE\s+Error:|\bvmssCSE\s+exit\s+status`)

// The trace of a script: a variable that is set, and the script's end.
var (
	traceSets = lazy.Pattern(`(?:^|\s|\\n)\++\s+(?:(?:local|export|readonly|declare)\s+(?:-\w+\s+)*)?$`)
	traceEnds = lazy.Pattern(`(?:^|\s|\\n)\++\s+exit\s+(\d+)\b`)
)

// containerSigns are what stands around the exit code of a container, in the words of the kubelet, of
// kubectl describe and of a Pod object.
var containerSigns = lazy.Pattern(`(?i)\bcontainer(?:s|ID|Statuses)?\b|\blast\s*state\b|\bstate\\*"?\s*:[\s{\\"]*terminated\b|\bback-?off\b`)

// part is the piece of a text that is about one extension.
type part struct {
	text      string
	start     int
	extension string // its name, "" where the text has none
}

// parts cuts a text where it comes to another extension.
func parts(text string) []part {
	pieces := []part{{}}
	for _, m := range extensionHead().FindAllStringSubmatchIndex(text, -1) {
		last := &pieces[len(pieces)-1]
		last.text = text[last.start:m[0]]
		name, end := max(m[2], m[4], m[6]), max(m[3], m[5], m[7])
		pieces = append(pieces, part{start: m[0], extension: text[name:end]})
	}
	last := &pieces[len(pieces)-1]
	last.text = text[last.start:]
	return pieces
}

// bootstrap reports whether exit codes of this part can be of the bootstrap script.
func (p part) bootstrap() bool { return p.extension == "" || bootstrapName().MatchString(p.extension) }

// sure reports whether exit codes of this part are of the bootstrap script and of no other program.
func (p part) sure() bool {
	return p.extension != "" && p.bootstrap() || p.extension == "" && handlerWords().MatchString(p.text)
}

// ofContainer reports whether an exit code stands beside words about a container.
func (p part) ofContainer(exit numberAt) bool {
	from, to := max(exit.start-containerSpan, 0), min(exit.start+containerSpan/2, len(p.text))
	return containerSigns().MatchString(p.text[from:to])
}

// bootstrapMostly are the entries for the failure of an extension, which is mostly the bootstrap;
// otherExtension is the entry for a text that names another one and not the bootstrap.
var bootstrapMostly = []string{extensionFailed, "VMExtensionProvisioningTimeout"}

const otherExtension = "OtherVMExtensionFailed"

// nameExtension replaces the entries that begin with the bootstrap where another extension failed.
func (t *Table) nameExtension(text string, hits []hit) []hit {
	about := func(h hit) bool { return h.entry != nil && slices.Contains(bootstrapMostly, h.entry.Code) }
	if !slices.ContainsFunc(hits, about) {
		return hits
	}
	named := slices.DeleteFunc(parts(text), func(p part) bool { return p.extension == "" })
	other := t.Entry(otherExtension)
	if other == nil || len(named) == 0 || slices.ContainsFunc(named, part.bootstrap) {
		return hits
	}
	for i, h := range hits {
		if about(h) {
			hits[i].entry = other
		}
	}
	return hits
}

// namesExit reports whether one of the hits is an exit code's name or sentence.
func namesExit(hits []hit) bool {
	return slices.ContainsFunc(hits, func(h hit) bool { return h.entry != nil && len(h.entry.Exits) > 0 })
}

// exitHits returns the exit codes of the bootstrap script in a text. A number that the table
// does not know is named where it can be of no other program. named are the hits by name,
// which may show the operating system.
func (t *Table) exitHits(text string, named []hit) []hit {
	var hits []hit
	for _, p := range parts(text) {
		near := within(named, p)
		numbers := p.results()
		if len(numbers) == 0 || !p.bootstrap() {
			continue
		}
		if !p.sure() && !namesExit(near) {
			numbers = slices.DeleteFunc(numbers, p.ofContainer)
		}
		system := systemOf(p.text, near)
		if system == "" {
			system = systemOf(text, named)
		}
		for _, exit := range numbers {
			entries := t.ExitCodes(exit.number, system)
			for _, e := range entries {
				hits = append(hits, hit{start: p.start + exit.start, entry: e})
			}
			if len(entries) == 0 && p.sure() {
				hits = append(hits, hit{start: p.start + exit.start, code: unknownExit(exit.number, system)})
			}
		}
	}
	return hits
}

// within returns the hits that lie in a part of the text.
func within(hits []hit, p part) []hit {
	return slices.DeleteFunc(slices.Clone(hits), func(h hit) bool {
		return h.start < p.start || h.start >= p.start+len(p.text)
	})
}

// unknownExit returns how an exit code without an entry is named.
func unknownExit(number int, system Platform) string {
	if system == "" {
		return "exit code " + strconv.Itoa(number)
	}
	return ExitCode{Number: number, OS: system}.String()
}

// results returns the exit codes in a part of a text that are the result of something. The
// script's own result, "ExitCode": "35" or ExitCode: |35|, takes the place of the one of the
// program around it, such as PowerShell's 1. A variable that a trace shows being set is no
// result, and neither is 0; the end of a traced script is one.
func (p part) results() []numberAt {
	var found []numberAt
	outer := -1 // where in found the result is that an own one takes the place of
	add := func(n numberAt, own bool) {
		if own && outer >= 0 {
			found = slices.Delete(found, outer, outer+1)
			outer = -1
		}
		if n.number != 0 {
			found = append(found, n)
		}
		if !own {
			outer = len(found) - 1
		}
	}
	ends := traceEnds().FindAllStringSubmatchIndex(p.text, -1)
	for _, n := range exitNumbers(p.text) {
		if traceSets().MatchString(p.text[max(n.start-traceSpan, 0):n.start]) {
			continue
		}
		add(n, strings.EqualFold(p.text[n.start:n.start+len(ownResult)], ownResult))
	}
	if len(ends) == 0 {
		return found
	}
	end := ends[len(ends)-1]
	if number, err := strconv.Atoi(p.text[end[2]:end[3]]); err == nil && len(found) == 0 && number != 0 {
		found = append(found, numberAt{end[2], number})
	}
	return found
}

const (
	ownResult = "exitcode"
	traceSpan = 64 // how far back from a number a trace's sign is looked for
	// containerSpan is how far back, and half as far behind, words about a container are looked for.
	containerSpan = 192
)

// SplitGeneral separates the entries of a text that another of them makes more precise: an
// exit code of the bootstrap script says why its extension failed.
func SplitGeneral(entries []*Entry) (precise, general []*Entry) {
	exit := slices.ContainsFunc(entries, func(e *Entry) bool { return e.Kind == KindExitCode })
	for _, e := range entries {
		if exit && e.Code == extensionFailed {
			general = append(general, e)
			continue
		}
		precise = append(precise, e)
	}
	return precise, general
}
