package house

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// room is a package of the project. A folder below one of these belongs to it.
type room struct {
	dir string
	// purpose is the room in one line, for the table in pkg/README.md.
	purpose string
	// imports are the other rooms that it may import.
	imports []string
}

// rooms are all packages of the project, in the order of the table in pkg/README.md.
var rooms = []room{
	{"cmd/kubectl-autorepair", "`main.go`, a doorway", []string{"pkg/cmd"}},
	{
		"pkg/cmd", "the command line: flags → options → sources, one pipeline, one output; errors → exit status; only user of cobra",
		[]string{"pkg/lazy", "pkg/garbage", "pkg/snapshot", "pkg/cluster", "pkg/dump", "pkg/dump/pages", "pkg/azure", "pkg/azure/answers", "pkg/redact", "pkg/history", "pkg/diagnosis", "pkg/repair", "pkg/knowledge", "pkg/printer", "pkg/cmd/pager", "pkg/cmd/browser", "pkg/alerts", "pkg/alerts/check"},
	},
	{"pkg/cmd/pager", "shows long text through `$PAGER`; starts a program, as only `browser` does besides", nil},
	{"pkg/cmd/browser", "puts a page into a file of the user and shows it in `$BROWSER` or the system's own browser", nil},
	{"pkg/brackets", "finds the brackets of JSON outside of its strings, also where it was cut", nil},
	{"pkg/garbage", "when garbage is collected: late at the start, from before main, and often in a watch", nil},
	{"pkg/lazy", "puts off work that most runs do not need", nil},
	{"pkg/snapshot", "what a diagnosis knows: `Snapshot`, `Selection`, `Fact`, `Gap`, `Origin`, times of events, `Ready`", []string{"pkg/lazy"}},
	{"pkg/cluster", "the API server: live read, watch, failures, permissions; only user of client-go", []string{"pkg/snapshot", "pkg/brackets"}},
	{"pkg/dump", "files and saved evidence → `Snapshot`, by way of `files` (archives, encodings) and `records` (objects, rows); the demo", []string{"pkg/lazy", "pkg/snapshot", "pkg/history", "pkg/kubeevents", "pkg/dump/pages", "pkg/azure/answers", "pkg/brackets"}},
	{"pkg/dump/pages", "pasted pages and tables of kubectl → nodes and events, with what they do not show", []string{"pkg/brackets", "pkg/lazy", "pkg/snapshot"}},
	{"pkg/azure/answers", "answers of Azure, pasted or asked for → facts; no connection, no SDK", []string{"pkg/brackets", "pkg/lazy", "pkg/snapshot"}},
	{"pkg/azure", "asks Azure Resource Manager and Log Analytics, where the user wants it; only user of Azure's SDK, which runs az for a token", []string{"pkg/lazy", "pkg/snapshot", "pkg/diagnosis", "pkg/repair", "pkg/history", "pkg/azure/answers", "pkg/azure/logs", "pkg/azure/console"}},
	{"pkg/azure/console", "the serial log of a VM → the lines that show why a node is down; no connection", []string{"pkg/lazy", "pkg/snapshot", "pkg/azure/answers"}},
	{"pkg/azure/logs", "queries of Log Analytics about the past of nodes, and what their rows say; no connection, no SDK", []string{"pkg/lazy", "pkg/snapshot", "pkg/history", "pkg/kubeevents"}},
	{"pkg/kubeevents", "a row of KubeEvents → an event, of KubeNodeInventory → a span, whether the row is from a file or from a query", []string{"pkg/lazy", "pkg/snapshot", "pkg/history"}},
	{"pkg/history", "the past of nodes over weeks: outages, repairs, and what came before them; pure", []string{"pkg/snapshot", "pkg/azure/answers", "pkg/knowledge", "pkg/diagnosis", "pkg/repair"}},
	{"pkg/redact", "`Snapshot` → `Snapshot` without names, and so with the evidence of a history", []string{"pkg/lazy", "pkg/snapshot", "pkg/history"}},
	{"pkg/diagnosis", "the JSON contract and its schema: types, no computation", []string{"pkg/snapshot", "pkg/knowledge"}},
	{"pkg/knowledge", "the table of entries: YAML, strict loader, lookup, matcher; commands, which `shell` parses", []string{"pkg/lazy"}},
	{"pkg/repair", "pure rules: evidence → attempts → outage → verdict → findings → groups", []string{"pkg/lazy", "pkg/snapshot", "pkg/knowledge", "pkg/diagnosis"}},
	{
		"pkg/printer", "a diagnosis or an entry → the pages of the terminal, JSON and kubectl's formats; what `cmd` calls",
		[]string{
			"pkg/lazy", "pkg/diagnosis", "pkg/knowledge", "pkg/printer/clean", "pkg/printer/layout", "pkg/printer/wording", "pkg/printer/document",
			"pkg/printer/brief", "pkg/printer/past", "pkg/printer/markdown", "pkg/printer/html",
		},
	},
	{"pkg/printer/clean", "cleans and bounds untrusted text; every value passes it first", nil},
	{"pkg/printer/layout", "lines, tables and colours of a terminal, with tablewriter and color", []string{"pkg/lazy", "pkg/printer/clean"}},
	{"pkg/printer/wording", "the sentences that every output shares", []string{"pkg/lazy", "pkg/diagnosis", "pkg/knowledge", "pkg/printer/clean"}},
	{
		"pkg/printer/document", "all that is reported, in the order of reading",
		[]string{"pkg/lazy", "pkg/diagnosis", "pkg/knowledge", "pkg/printer/clean", "pkg/printer/wording"},
	},
	{
		"pkg/printer/brief", "the answer on one screen: the problems of a cluster, the page of a node",
		[]string{"pkg/diagnosis", "pkg/knowledge", "pkg/printer/clean", "pkg/printer/layout", "pkg/printer/wording", "pkg/printer/document"},
	},
	{
		"pkg/printer/past", "a history → its report: what was kept, what follows, the tables and the calendar; on a terminal",
		[]string{"pkg/diagnosis", "pkg/knowledge", "pkg/history", "pkg/printer/clean", "pkg/printer/layout", "pkg/printer/wording"},
	},
	{"pkg/printer/markdown", "a document → Markdown for a ticket", []string{"pkg/printer/document", "pkg/printer/wording", "pkg/printer/past"}},
	{"pkg/printer/html", "a document → one page of HTML", []string{"pkg/printer/document", "pkg/printer/past"}},
	{"pkg/alerts", "monitoring rules, once → the forms that Prometheus, its operator and Azure Monitor read", []string{"pkg/lazy"}},
	{"pkg/alerts/check", "what a cluster shows of its monitoring → which forms of the rules can work there", []string{"pkg/lazy", "pkg/cluster", "pkg/printer/clean", "pkg/printer/layout"}},
	{"pkg/testenv", "a real etcd, API server, controller manager and kubectl for tests; faults; the house rules", nil},
}

// roomAt returns the room whose folder dir is, nil when none is.
func roomAt(dir string) *room {
	for i := range rooms {
		if rooms[i].dir == dir {
			return &rooms[i]
		}
	}
	return nil
}

// onlyUsers are libraries that have one user each; the test support may use those it needs.
var onlyUsers = []struct {
	library string
	users   []string
}{
	{"github.com/spf13/", []string{"pkg/cmd"}},
	{"k8s.io/client-go/", []string{"pkg/cluster", "pkg/testenv"}},
	{"github.com/Azure/", []string{"pkg/azure"}},
	{"github.com/olekukonko/", []string{"pkg/printer/layout", "pkg/printer/clean"}},
	{"github.com/fatih/color/", []string{"pkg/printer/layout"}},
	{"sigs.k8s.io/controller-runtime/", []string{"pkg/testenv"}},
}

// owner returns the folder of the room that a folder belongs to, empty when none is.
func owner(dir string) string {
	for ; dir != "."; dir = path.Dir(dir) {
		if roomAt(dir) != nil {
			return dir
		}
	}
	return ""
}

// imported is one import of a file: where, and what.
type imported struct{ at, path string }

// imports returns the imports of a file.
func imports(s source) []imported {
	var all []imported
	for _, spec := range s.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			all = append(all, imported{at: s.at(spec.Pos()), path: name})
		}
	}
	return all
}

// siblings: a package imports only those packages of the project that the table allows.
func siblings(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		from := owner(s.dir)
		if from == "" {
			found = append(found, s.path+": its package has no row in the table of imports")
		}
		for _, i := range imports(s) {
			dir, ours := strings.CutPrefix(i.path, module+"/")
			if s.test || !ours || owner(dir) == from || from != "" && slices.Contains(roomAt(from).imports, owner(dir)) {
				continue
			}
			found = append(found, i.at+from+" may not import "+dir)
		}
	}
	return found
}

// libraries: some libraries are used by one package alone.
func libraries(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		for _, i := range imports(s) {
			for _, only := range onlyUsers {
				if !s.test && strings.HasPrefix(i.path+"/", only.library) && !slices.Contains(only.users, owner(s.dir)) {
					found = append(found, i.at+"only "+strings.Join(only.users, " and ")+" may import "+i.path)
				}
			}
		}
	}
	return found
}

// testSupport: what supports tests is imported by tests alone.
func testSupport(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		for _, i := range imports(s) {
			if !s.test && owner(s.dir) != "pkg/testenv" && strings.HasPrefix(i.path, module+"/pkg/testenv") {
				found = append(found, i.at+"only tests may import "+i.path)
			}
		}
	}
	return found
}
