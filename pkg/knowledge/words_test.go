package knowledge

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
)

// readKeys are the keys whose values people read. Commands, examples, signatures and patterns
// are data, in the words of the program that wrote them.
var readKeys = map[string]bool{
	"title": true, "meaning": true, "doFirst": true, "retry": true, "text": true, "warning": true, "says": true, "blocks": true,
}

// words are those that the texts avoid, because neither the portal of Azure nor kubectl
// shows them and nobody searches for them, with what to write instead.
var words = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?i)(?:^|[^-\w])machines?(?:$|[^-\w])`), "VM, instance or node"},
	{regexp.MustCompile(`(?i)\bgraphics processors?\b`), "GPU"},
	{regexp.MustCompile(`(?i)\b(?:men[d](?:s|ed|ing)?|hee[d](?:s|ed|ing)?|ane[w]|les[t])\b`), "fix, honour, again, so that ... not"},
	{regexp.MustCompile(`(?i)\b(?:te[l]ls?|to[l]d|te[l]ling)\b`), "say, report, show"},
	{regexp.MustCompile(`(?i)\bgo(?:es)? by\b`), "use, follow"},
	{regexp.MustCompile(`(?i)\blets? nobody in\b`), "deny access"},
	{regexp.MustCompile(`(?i)\bnobody (?:needs|uses|has to|renewed|meant)\b`), "unused, no action needed"},
	{regexp.MustCompile(`(?i)\bthe setup of the guest\b`), "OS provisioning"},
	{regexp.MustCompile(`(?i)\bagent of the VM\b`), "VM agent"},
	{regexp.MustCompile(`(?i)\bno way out\b`), "no outbound connectivity"},
	{regexp.MustCompile(`(?i)\bcould be got\b`), "could get"},
	{regexp.MustCompile(`(?i)\b(?:an hour to count|not known everywhere)\b`), "take effect, propagate"},
	{regexp.MustCompile(`(?i)\bis pointless\b`), "does not help"},
	{regexp.MustCompile(`(?i)\bis short in (?:the|this)\b`), "capacity is constrained"},
	{regexp.MustCompile(`(?i)\bcut off by force\b`), "force-detached"},
	{regexp.MustCompile(`(?i)\bprograms of kubernetes\b`), "Kubernetes binaries"},
	{regexp.MustCompile(`(?i)\bexit code speaks of\b`), "points to"},
	{regexp.MustCompile(`(?i)\bclear away\b`), "garbage-collect, delete"},
	{regexp.MustCompile(`(?i)\btaken up a node\b`), "registered the node"},
	{regexp.MustCompile(`(?i)\b(?:that|which) was meant\b`), "intended"},
	{regexp.MustCompile(`(?i)\btrouble in the region\b`), "an incident in the region"},
	{regexp.MustCompile(`(?i)\beach other's way\b`), "conflict"},
	{regexp.MustCompile(`(?i)\bsigns? of life\b`), "the kubelet's last status"},
	{regexp.MustCompile(`(?i)\b(?:is silent|failed inside)\b`), "is not reporting, internal error"},
	{regexp.MustCompile(`(?i)\bguard of the metadata\b`), "IMDS restriction"},
}

// virtualMachine is the one use of the word machine that Azure shares: the name of the
// resource and of a type of node pools.
var virtualMachine = regexp.MustCompile(`(?i)\bvirtual machines?\b`)

// unclear are words with which a title does not name the thing that people search for.
var unclear = regexp.MustCompile(`(?i)\b(?:somebody|nobody|(?:is|are) not there|is there)\b`)

// longestTitle is how many characters a title may have, so that it fits into a line of a
// terminal with its code or its count behind it.
const longestTitle = 60

// reader checks the words of the table's files.
type reader struct {
	titles map[string]string // where a title stands
	faults []string
}

func (r *reader) add(file string, line int, format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf("%s:%d: ", file, line)+fmt.Sprintf(format, args...))
}

// file checks one file.
func (r *reader) file(name string, data []byte) error {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	r.node(name, &root)
	if len(root.Content) == 0 {
		return nil
	}
	if entries := strict.Child(root.Content[0], "entries"); entries != nil {
		for _, e := range entries.Content {
			r.entry(name, e)
		}
	}
	return nil
}

// node checks every text below n.
func (r *reader) node(file string, n *yaml.Node) {
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && c.Kind == yaml.ScalarNode && readKeys[n.Content[i-1].Value] {
			r.text(file, c)
		}
		r.node(file, c)
	}
}

// text checks the words of one text.
func (r *reader) text(file string, n *yaml.Node) {
	text := virtualMachine.ReplaceAllString(n.Value, "VM")
	for _, w := range words {
		if found := w.pattern.FindString(text); found != "" {
			r.add(file, n.Line, "%q: write %s: %s", strings.Trim(found, " .,;:()"), w.instead, n.Value)
		}
	}
}

// entry checks the title of an entry, and that it says what to do first.
func (r *reader) entry(file string, n *yaml.Node) {
	if strict.Child(n, "doFirst") == nil {
		r.add(file, n.Line, "an entry without doFirst")
	}
	t := strict.Child(n, "title")
	if t == nil {
		r.add(file, n.Line, "an entry without title")
		return
	}
	if length := utf8.RuneCountInString(t.Value); length > longestTitle {
		r.add(file, t.Line, "the title has %d characters, %d at most: %s", length, longestTitle, t.Value)
	}
	if strings.HasSuffix(t.Value, ".") {
		r.add(file, t.Line, "the title ends with a full stop: %s", t.Value)
	}
	if found := unclear.FindString(t.Value); found != "" {
		r.add(file, t.Line, "%q in a title: %s", found, t.Value)
	}
	key := strings.ToLower(t.Value)
	if where := r.titles[key]; where != "" {
		r.add(file, t.Line, "the title stands at %s too: %s", where, t.Value)
	}
	r.titles[key] = fmt.Sprintf("%s:%d", file, t.Line)
}

func TestTheTableSpeaksAsAzureAndKubernetesDo(t *testing.T) {
	names, err := fs.Glob(shipped, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r := reader{titles: map[string]string{}}
	for _, name := range names {
		data, err := shipped.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.file(name, data); err != nil {
			t.Error(err)
		}
	}
	for _, f := range r.faults {
		t.Error(f)
	}
	if entries := builtin(t).Entries(); len(r.titles) < len(entries) && len(r.faults) == 0 {
		t.Errorf("read %d titles of %d entries", len(r.titles), len(entries))
	}
}

func TestTheWordsOfASmallFileAreChecked(t *testing.T) {
	r := reader{titles: map[string]string{}}
	err := r.file("a.yaml", []byte(`entries:
  - title: A machine is down
    meaning: >-
      A repeat is pointless, and the virtual
      machine is down.
    doFirst: Start the VM
    examples:
      - a machine is silent
    nextSteps:
      - text: Clear away the pods
        command: az aks nodepool delete-machines
        warning: No token could be got.
  - title: Node `+strings.Repeat("é", 56)+`
    doFirst: Wait
  - title: The VM is down.
  - title: a machine IS DOWN
    doFirst: Wait
  - doFirst: Somebody has to wait
  - title: The VM is not there
    doFirst: Wait
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`a.yaml:2: "machine": write VM, instance or node: A machine is down`,
		`a.yaml:3: "is pointless": write does not help: A repeat is pointless, and the virtual machine is down.`,
		`a.yaml:10: "Clear away": write garbage-collect, delete: Clear away the pods`,
		`a.yaml:12: "could be got": write could get: No token could be got.`,
		`a.yaml:16: "machine": write VM, instance or node: a machine IS DOWN`,
		`a.yaml:13: the title has 61 characters, 60 at most: Node ` + strings.Repeat("é", 56),
		`a.yaml:15: an entry without doFirst`,
		`a.yaml:15: the title ends with a full stop: The VM is down.`,
		`a.yaml:16: the title stands at a.yaml:2 too: a machine IS DOWN`,
		`a.yaml:18: an entry without title`,
		`a.yaml:19: "is not there" in a title: The VM is not there`,
	}
	if !slices.Equal(r.faults, want) {
		t.Errorf("reported:\n%s\nwant:\n%s", strings.Join(r.faults, "\n"), strings.Join(want, "\n"))
	}
	if err := r.file("b.yaml", []byte("entries: [")); err == nil {
		t.Error("a file that does not parse is read without an error")
	}
}

// TestTheListOfWords has a text for each word, so that none is a pattern that finds nothing.
// The words that no Go file uses are in two parts.
func TestTheListOfWords(t *testing.T) {
	found := map[string]bool{}
	for _, text := range []string{
		"Replace a machine.", "Machines (two) failed", "a graphics pro" + "cessor", "until it is men" + "ded", "pay he" + "ed to it",
		"begins ane" + "w", "les" + "t it fails", "the event tel" + "ls why", "AKS goes b" + "y its name", "the vault lets nobod" + "y in",
		"VMs that nobody needs", "The setup of the guest failed", "the agent of the virtual machine hangs",
		"no way out to the internet", "No token could be got", "can take an hour to count", "A repeat is pointless",
		"The size is short in the region", "cut off by force", "The programs of Kubernetes", "The exit code speaks of it",
		"could not clear away containers", "has taken up a Node object", "a reboot that was meant", "trouble in the region",
		"get into each other's way", "Signs of life", "The agent is silent", "the guard of the metadata service",
	} {
		r := reader{}
		r.text("a.yaml", &yaml.Node{Kind: yaml.ScalarNode, Value: text})
		if len(r.faults) != 1 {
			t.Errorf("%q: reported %q, want one fault", text, r.faults)
		}
		for _, w := range words {
			if w.pattern.MatchString(virtualMachine.ReplaceAllString(text, "VM")) {
				found[w.pattern.String()] = true
			}
		}
	}
	for _, w := range words {
		if !found[w.pattern.String()] {
			t.Errorf("no text here has the word %s", w.pattern)
		}
	}
	for _, text := range []string{
		"Virtual machines and a virtual machine", "az aks nodepool delete-machines", "/etc/machine-id", "recommended",
		"No action is needed", "the VM agent reports", "renewal", "nobody redeploys the VM", "a foretold end",
	} {
		r := reader{}
		if r.text("a.yaml", &yaml.Node{Kind: yaml.ScalarNode, Value: text}); len(r.faults) != 0 {
			t.Errorf("%q: reported %q", text, r.faults)
		}
	}
}
