package answers

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

var (
	// bootstrapExtension is the extension that makes a node of a VM.
	bootstrapExtension = lazy.Pattern(`(?i)^(?:vmssCSE|windowsCSE|cse-(?:agent|master)-\d+)$`)
	// ownExit is what the script reports of itself, outerExit what the program around it does: the
	// number behind "failed/" in the code of the status is neither.
	ownExit   = lazy.Pattern(`(?i)"?ExitCode\\*"?\s*:\s*[\\"|]*(\d{1,3})`)
	outerExit = lazy.Pattern(`(?i)exit(?:ed)?\s+(?:with\s+)?(?:non-zero\s+)?(?:status|code)\s*(?:of\s*)?[=:]?\s*(\d{1,3})`)
)

// extension adds what became of an extension of a VM. The one that makes a node of the VM is reported
// apart, with the exit code of its script.
func (r *reading) extension(e object, node string, view object) {
	name := e.text("name")
	for _, s := range e.list("statuses") {
		_, status, _ := strings.Cut(strings.ToLower(s.text("code")), "/")
		status, _, _ = strings.Cut(status, "/")
		if status == "" {
			continue
		}
		f := snapshot.Fact{Node: node, Source: sourceVM, Type: "Extension", Status: status, Reason: name, Time: s.time("time")}
		if status == statusFailed {
			f.Message = s.text("message")
		}
		if bootstrapExtension().MatchString(name) {
			f.Type, f.Reason = "BootstrapExtension", ""
			if exit := exitCode(f.Message); exit != "" {
				f.Reason = bootstrapSystem(e, view) + ":" + exit
			}
		}
		r.fact(f)
	}
}

// exitCode returns the exit code in the message of an extension that failed, empty where it has none.
func exitCode(message string) string {
	m := ownExit().FindStringSubmatch(message)
	if m == nil || m[1] == "0" {
		m = outerExit().FindStringSubmatch(message)
	}
	if m == nil || strings.Trim(m[1], "0") == "" {
		return ""
	}
	return strings.TrimLeft(m[1], "0")
}

// bootstrapSystem returns by which name the knowledge has the exit codes of the VM's system: the same
// number means different things.
func bootstrapSystem(e, view object) string {
	if strings.Contains(strings.ToLower(e.text("type")), "customscriptextension") || strings.Contains(strings.ToLower(view.text("osname")), "windows") {
		return "windowsCSE"
	}
	return "vmssCSE"
}
