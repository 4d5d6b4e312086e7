package printer

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/viewer"
)

// find knows the entries of the fixtures, and one of its own for any other code.
func find(codes []string) []*knowledge.Entry {
	known := append(entries(), stateEntry(diagnosis.Failed), stateEntry(diagnosis.Suppressed))
	var out []*knowledge.Entry
	for _, code := range codes {
		if i := slices.IndexFunc(known, func(e *knowledge.Entry) bool { return e.Code == code }); i >= 0 {
			out = append(out, known[i])
		} else {
			e := *stateEntry(code)
			e.Title, e.Meaning = code, code
			out = append(out, &e)
		}
	}
	return out
}

func alone(d *diagnosis.Diagnosis) *diagnosis.List {
	l := diagnosis.NewList()
	l.Items = append(l.Items, *d)
	return l
}

func pageOf(t *testing.T, l *diagnosis.List) string {
	t.Helper()
	var out bytes.Buffer
	if err := HTML(&out, l, nil, find); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// documentLists returns what the golden files of whole texts show.
func documentLists() map[string]*diagnosis.List {
	return map[string]*diagnosis.List{
		"broken": alone(broken()), "healthy": alone(healthy()), "gaps": alone(gapped()), "unlisted": alone(unlisted()), "fleet": fleet(),
	}
}

func TestPagesAreWhatTheGoldenFilesShow(t *testing.T) {
	for name, l := range documentLists() {
		t.Run(name, func(t *testing.T) { goldenFile(t, "page-"+name+".html", []byte(pageOf(t, l))) })
	}
}

func TestAPageHasAChartOfAllNodesAndAPictureOfEachWithItsText(t *testing.T) {
	root := viewer.Parse(t, []byte(pageOf(t, alone(broken()))))
	var texts []string
	for _, svg := range viewer.Elements(root, "svg") {
		if viewer.Attribute(svg, "role") == "img" {
			texts = append(texts, viewer.Attribute(svg, "aria-label"))
		}
	}
	if len(texts) != 1+len(broken().Findings) {
		t.Fatalf("%d pictures of %d nodes and of all", len(texts), len(broken().Findings))
	}
	chart := "412 nodes: 406 Ready, 5 NotReady, 1 NotReady for less. From 2026-05-19 09:50:03 UTC to 2026-05-19 12:58:03 UTC: " +
		"Azure could not move the VM to another host: 2 nodes, NotReady for at least 3h20m; "
	if !strings.HasPrefix(texts[0], chart) {
		t.Errorf("got  %s\nwant %s", texts[0], chart)
	}
	want := "From 2026-05-19 12:11:03 UTC to 2026-05-19 12:58:03 UTC: NotReady for 47m; Reboot: ended 12:21 UTC; " +
		"Reimage: ended 12:26 UTC; Redeploy: error 12:31 UTC; 3 events."
	if texts[1] != want {
		t.Errorf("got  %s\nwant %s", texts[1], want)
	}
	for _, part := range []string{`class="outage"`, `class="attempt"`, `class="error"`, `class="event failed"`} {
		if !strings.Contains(pageOf(t, alone(broken())), part) {
			t.Errorf("nothing is drawn as %s", part)
		}
	}
}

func TestAPageLinksOnlyToItselfAndToPagesOfTheTable(t *testing.T) {
	for name, l := range documentLists() {
		root := viewer.Parse(t, []byte(pageOf(t, l)))
		ids := map[string]bool{}
		for _, e := range viewer.Elements(root, "") {
			if id := viewer.Attribute(e, "id"); id != "" && ids[id] {
				t.Errorf("%s: two elements are called %s", name, id)
			} else {
				ids[id] = true
			}
		}
		for _, e := range viewer.Elements(root, "") {
			for _, a := range e.Attr {
				if a.Key == "src" || a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s> has %s", name, e.Data, a.Key)
				}
				if target, own := strings.CutPrefix(a.Val, "#"); a.Key == "href" && (!own || !ids[target]) && !slices.Contains(redeployEntry().References, a.Val) {
					t.Errorf("%s: a link leads to %q", name, a.Val)
				}
			}
		}
	}
}

func TestHostileTextIsInertInABrowser(t *testing.T) {
	pages := map[string]string{}
	s, address := viewer.Serve(t, pages)
	text := viewer.HostileHTML(address)
	pages["/"] = pageOf(t, hostileList(t, text))
	root := viewer.Parse(t, viewer.Browse(t, "--virtual-time-budget=3000", "--dump-dom", address+"/"))
	if got := s.Requests(); !slices.Equal(got, []string{"/"}) {
		t.Errorf("the browser asked for %v", got)
	}
	for _, name := range []string{"script", "img", "iframe", "link", "base", "form", "object", "embed", "foreignobject"} {
		if n := len(viewer.Elements(root, name)); n > 0 {
			t.Errorf("the page has %d <%s>", n, name)
		}
	}
	if title := viewer.Text(viewer.Elements(root, "title")[0]); strings.HasPrefix(title, "owned") {
		t.Error("a script of the data ran")
	}
	if n := len(viewer.Elements(root, "style")); n != 1 {
		t.Errorf("the page has %d style sheets", n)
	}
	shown, want := 0, clean.Line(text)
	for _, e := range viewer.Elements(root, "") {
		switch e.Data {
		case "h3", "dd", "pre", "th":
			if strings.TrimSpace(viewer.Text(e)) == strings.TrimSpace(want) {
				shown++
			}
		}
	}
	if shown < 20 {
		t.Errorf("only %d elements show the text as it is", shown)
	}
}

// hostileList has the text in every string.
func hostileList(t *testing.T, text string) *diagnosis.List {
	t.Helper()
	d := filled[diagnosis.Diagnosis](t, text)
	l := alone(&d)
	l.Fail(text, fmt.Errorf("%s", text))
	return l
}

func TestTheBrowserOfTheTestsRunsWhatAPageLetsIt(t *testing.T) {
	pages := map[string]string{}
	s, address := viewer.Serve(t, pages)
	pages["/"] = "<!DOCTYPE html><p>" + viewer.HostileHTML(address)
	viewer.Browse(t, "--virtual-time-budget=1000", "--dump-dom", address+"/")
	if !slices.Contains(s.Requests(), "/fetched") || !slices.Contains(s.Requests(), "/pixel") {
		t.Errorf("the same text raw does no harm, so the test of the page shows nothing: %v", s.Requests())
	}
}

// measure shows a page in a frame as wide as a screen and writes down how wide it gets, and
// how many tables are wider.
const measure = `<!DOCTYPE html><iframe id=f src="/" style="width:%dpx;height:800px;border:0"></iframe><p id=r></p><script>
f.onload=()=>{const d=f.contentDocument;r.textContent=[d.documentElement.scrollWidth,getComputedStyle(d.querySelector('.card')).borderLeftWidth,[...d.querySelectorAll('.scroll')].filter(e=>e.scrollWidth>e.clientWidth).length,d.title.slice(0,20)].join(' ')}</script>`

func TestAPageFitsAPhone(t *testing.T) {
	long := broken()
	long.Findings[0].Details = strings.Repeat("x", 500)
	for _, width := range []int{320, 390, 1200} {
		_, address := viewer.Serve(t, map[string]string{"/": pageOf(t, alone(long)), "/measure": fmt.Sprintf(measure, width)})
		root := viewer.Parse(t, viewer.Browse(t, "--virtual-time-budget=3000", "--dump-dom", address+"/measure"))
		want := fmt.Sprintf("%d 6px 0 prod-weu: 5 of 412 n", width)
		if got := viewer.Text(viewer.Elements(root, "p")[0]); got != want {
			t.Errorf("on a screen of %d the page's width, style and title are %q, want %q", width, got, want)
		}
	}
}

func TestAPageIsDarkWhereTheSystemIs(t *testing.T) {
	_, address := viewer.Serve(t, map[string]string{"/": pageOf(t, alone(broken()))})
	brightness := func(setting string) uint32 {
		picture, err := png.Decode(bytes.NewReader(viewer.Screenshot(t, address+"/", "--window-size=800,600", "--blink-settings=preferredColorScheme="+setting)))
		if err != nil {
			t.Fatal(err)
		}
		r, g, b, _ := picture.At(2, 2).RGBA()
		return (r + g + b) / 3 >> 8
	}
	if dark, light := brightness("0"), brightness("1"); dark > 40 || light < 220 {
		t.Errorf("the ground is %d of 255 in dark mode and %d in light", dark, light)
	}
}

func TestAPageReportsTheErrorOfItsWriter(t *testing.T) {
	r, w := io.Pipe()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if err := HTML(w, alone(healthy()), nil, find); err == nil || !strings.Contains(err.Error(), "writing the result") {
		t.Errorf("got %v", err)
	}
}
