package knowledge

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// The forms in which AKS, its articles and the bootstrap scripts write the name of one exit
// code: ERR_K8S_DOWNLOAD_TIMEOUT, VMExtensionError_K8SDownloadTimeout,
// K8SDownloadTimeoutVMExtensionError, WINDOWS_CSE_ERROR_EXTRACT_ZIP, and vmssCSE:31 of this
// table. A letter of an escape such as \n can stand directly before a name.
// Source: https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/error-codes/vmextensionerror-outboundconnfail
var exitWord = lazy.Pattern(`(?i)(?:VMExtensionError_\w+|[a-z0-9]+VMExtensionError\b|ERR_[a-z0-9_]+|WINDOWS_CSE_ERROR_[a-z0-9_]+|(?:vmssCSE|windowsCSE):\d+\b)`)

// The parts of such a name that are the same in every name of its form.
const (
	extensionError = "vmextensionerror"
	linuxError     = "err_"
	windowsError   = "windows_cse_error_"
)

// exitKeys returns the keys under which the name of an exit code can be found, none when the
// text has none of the forms. A name of AKS does not say the system: Linux comes first.
func exitKeys(name string) []exitName {
	name = fold(name)
	if rest, ok := strings.CutPrefix(name, linuxError); ok {
		return []exitName{{Linux, plain(rest)}}
	}
	if rest, ok := strings.CutPrefix(name, windowsError); ok {
		return []exitName{{Windows, plain(rest)}}
	}
	rest, ok := strings.CutPrefix(name, extensionError+"_")
	if !ok {
		rest, ok = strings.CutSuffix(name, extensionError)
	}
	if !ok {
		return nil
	}
	return []exitName{{Linux, plain(rest)}, {Windows, plain(rest)}}
}

// exitName is the name of an exit code without what its form adds.
type exitName struct {
	os   Platform
	name string
}

func plain(name string) string { return strings.ReplaceAll(name, "_", "") }

// addExitName makes an exit code known by a name in every form. Of entries that share a
// name the first keeps it.
func (t *Table) addExitName(e *Entry, name string) {
	for _, key := range exitKeys(name) {
		if t.exitNames[key] == nil && key.name != "" {
			t.exitNames[key] = e
		}
	}
}

// byExitName returns the entry of an exit code by any form of its name, nil when there is none.
func (t *Table) byExitName(name string) *Entry {
	for _, key := range exitKeys(name) {
		if e := t.exitNames[key]; e != nil {
			return e
		}
	}
	return nil
}

// exitNameHits returns the names of exit codes in a text. A name that is given its number, as
// the trace of a script shows it (+ ERR_OUTBOUND_CONN_FAIL=50), is no result. Of a name that
// the table does not know, the entry for a failed extension says what is to be done.
func (t *Table) exitNameHits(text string) []hit {
	var hits []hit
	for _, span := range exitWord().FindAllStringIndex(text, -1) {
		start, end := span[0], span[1]
		if start > 0 && text[start-1] == '\\' && strings.IndexByte("nrt", text[start]) >= 0 {
			start++
		}
		if !boundary(text, start) || assigns(text[end:]) {
			continue
		}
		name := text[start:end]
		if e := t.Entry(name); e != nil {
			hits = append(hits, hit{start: start, entry: e, strong: true})
			continue
		}
		if strings.HasPrefix(fold(name), linuxError) {
			continue // other programs have names of this form
		}
		hits = append(hits, hit{start: start, code: name, strong: true})
		if e := t.Entry(extensionFailed); e != nil {
			hits = append(hits, hit{start: start, entry: e, strong: true})
		}
	}
	return hits
}

// extensionFailed is the entry for a failed extension of any kind.
const extensionFailed = "VMExtensionProvisioningError"

// assigns reports whether a name is given a number by what follows it.
func assigns(text string) bool {
	return len(text) > 1 && text[0] == '=' && text[1] >= '0' && text[1] <= '9'
}
