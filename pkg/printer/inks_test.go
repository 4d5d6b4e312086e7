package printer

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
)

// inInk returns the texts that a result shows in an ink.
func inInk(t *testing.T, r rendering, ink layout.Ink) []string {
	t.Helper()
	var out bytes.Buffer
	if err := r.print(&out, Style{Width: 120, Color: true}); err != nil {
		t.Fatal(err)
	}
	begin, end, _ := strings.Cut(layout.NewPage(Style{Color: true}).Paint(ink, "!"), "!")
	var texts []string
	for _, found := range regexp.MustCompile(regexp.QuoteMeta(begin)+"(.*?)"+regexp.QuoteMeta(end)).FindAllStringSubmatch(out.String(), -1) {
		texts = append(texts, found[1])
	}
	return texts
}

// suffering is every page of a cluster in which everything is wrong at once, where all of it is that bad
// and that owner's to fix.
func suffering(severity knowledge.Severity, owner knowledge.Owner) []rendering {
	d, e := impacted(), redeployEntry()
	d.CommonCauses = common().CommonCauses
	for i := range d.CommonCauses {
		d.CommonCauses[i].Severity, d.CommonCauses[i].Owner = severity, owner
	}
	for i := range d.Groups {
		d.Groups[i].Severity, d.Groups[i].Owner = severity, owner
	}
	e.Severity, e.Owner = severity, owner
	find, list := finding(e), diagnosis.NewList()
	list.Add("prod", d)
	list.Fail("dev", errors.New("no answer"))
	pages := []rendering{
		overview("overview", d),
		{"short", func(w io.Writer, s Style) error { return Short(w, d, Reach{}, find, s) }},
		{"clusters", func(w io.Writer, s Style) error { return Clusters(w, list, nil, s) }},
		{"clusters in short", func(w io.Writer, s Style) error { return ShortClusters(w, list, nil, find, s) }},
		{"screen", func(w io.Writer, s Style) error {
			lines, err := Screen(d, nil, s, 40)
			_, _ = io.WriteString(w, strings.Join(lines, "\n"))
			return err
		}},
		{"entry", func(w io.Writer, s Style) error { return Entry(w, e, nil, sayNames, s) }},
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		pages = append(pages, nodePage(f.Node, f, e),
			rendering{f.Node + " in short", func(w io.Writer, s Style) error { return ShortNode(w, d, f, find, Reach{}, s) }})
	}
	return pages
}

func TestRedIsWhatAPersonHasToFixAndNothingElse(t *testing.T) {
	for _, owner := range []knowledge.Owner{knowledge.OwnerCustomer, knowledge.OwnerEither} {
		for _, r := range suffering(knowledge.SeverityError, owner) {
			if len(inInk(t, r, layout.Bad)) == 0 {
				t.Errorf("%s: nothing is red, and %s has to fix it", r.name, owner)
			}
		}
	}
	nobody := slices.Concat(
		suffering(knowledge.SeverityError, knowledge.OwnerAzure), suffering(knowledge.SeverityError, knowledge.OwnerNone),
		suffering(knowledge.SeverityWarning, knowledge.OwnerCustomer), changes())
	for _, r := range nobody {
		if red := inInk(t, r, layout.Bad); len(red) > 0 {
			t.Errorf("%s: nobody has to fix anything, and these are red: %q", r.name, red)
		}
	}
}

// changes are the lines of a watch for each change, on a screen and alone.
func changes() []rendering {
	var list []rendering
	for _, change := range []diagnosis.Change{
		diagnosis.NodeRemoved, diagnosis.NodeRecovered, diagnosis.NodeDown, diagnosis.AttemptStarted, diagnosis.AttemptEnded, diagnosis.AttemptFailed, diagnosis.VerdictChanged,
	} {
		x := diagnosis.Transition{Change: change, Node: "a", Action: diagnosis.Reboot, Round: 1, State: diagnosis.Failed, Before: diagnosis.InProgress, Code: "SomeCode"}
		list = append(list, rendering{string(change), func(w io.Writer, s Style) error { return Transition(w, x, s) }},
			rendering{string(change) + " on a screen", func(w io.Writer, s Style) error {
				lines, err := Screen(broken(), []diagnosis.Transition{x}, s, 40)
				_, _ = io.WriteString(w, lines[len(lines)-1])
				return err
			}})
	}
	return list
}

func TestGreenIsWhatIsWell(t *testing.T) {
	for _, r := range suffering(knowledge.SeverityError, knowledge.OwnerCustomer) {
		if green := inInk(t, r, layout.Good); len(green) > 0 {
			t.Errorf("%s: nothing is well, and these are green: %q", r.name, green)
		}
	}
	for _, r := range changes() {
		if green := inInk(t, r, layout.Good); (len(green) > 0) != strings.HasPrefix(r.name, string(diagnosis.NodeRecovered)) {
			t.Errorf("%s: these are green: %q", r.name, green)
		}
	}
	for _, r := range nodePages() {
		well := slices.Contains([]string{"node-" + string(diagnosis.Healthy), "node-" + string(diagnosis.Recovered)}, r.name)
		if green := inInk(t, r, layout.Good); (len(green) > 0) != well {
			t.Errorf("%s: these are green: %q", r.name, green)
		}
	}
}

func TestYellowIsTheMarkOfAChange(t *testing.T) {
	seen := 0
	for _, r := range append(renderings(), shortRenderings()...) {
		for _, text := range inInk(t, r, layout.Change) {
			if seen++; text != "!" {
				t.Errorf("%s: %q is yellow", r.name, text)
			}
		}
	}
	if seen == 0 {
		t.Error("nothing is yellow")
	}
}

// TestNoPageChoosesRedItself holds the pages to the tones: which ink is red is decided in one place.
func TestNoPageChoosesRedItself(t *testing.T) {
	uses := map[string]bool{}
	for _, root := range []string{".", "../alerts", "../cmd"} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			if strings.Contains(string(text), "layout.Bad") {
				uses[path] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := slices.Sorted(maps.Keys(uses)); !slices.Equal(got, []string{"brief/screen.go"}) {
		t.Errorf("layout.Bad is used in %s; only the tones of brief/screen.go lead to it", got)
	}
}
