package printer

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// osc8 matches the sequences that begin and end a link.
var osc8 = regexp.MustCompile("\x1b\\]8;;([^\x1b]*)\x1b\\\\")

// fixtureLinks are the links of a table that has the entries of the fixtures.
func fixtureLinks() func(string) string {
	find := func(code string) *knowledge.Entry {
		for _, e := range entries() {
			if e.Code == code {
				return e
			}
		}
		return nil
	}
	return Links(find, entries)
}

func TestAPageWithLinksLooksAsItDoesWithout(t *testing.T) {
	links := 0
	for _, r := range append(renderings(), shortRenderings()...) {
		for _, s := range []Style{{Width: 80, Height: 24}, {Width: 120, Color: true}, {Width: 120, Wide: true}} {
			var without, with bytes.Buffer
			if err := r.print(&without, s); err != nil {
				t.Fatal(err)
			}
			s.Link = fixtureLinks()
			if err := r.print(&with, s); err != nil {
				t.Fatal(err)
			}
			if got := osc8.ReplaceAllString(with.String(), ""); got != without.String() {
				t.Errorf("%s %+v differs by more than its links:\n%s", r.name, s.Width, got)
			}
			for _, link := range osc8.FindAllStringSubmatch(with.String(), -1) {
				if links++; link[1] != "" && !strings.HasPrefix(link[1], "https://") {
					t.Errorf("%s leads to %q", r.name, link[1])
				}
			}
		}
	}
	if links == 0 {
		t.Error("there is no link")
	}
}

func TestOnlyTheTableSaysWhereAWordLeads(t *testing.T) {
	e := &knowledge.Entry{Code: "SomeCode", References: []string{
		"https://example.com/blog", "https://learn.microsoft.com/some", "https://x/\x1b]8;;https://evil\x1b\\", "http://plain/",
	}}
	word := &knowledge.Entry{Code: "Failed", References: []string{"https://learn.microsoft.com/failed"}}
	other := &knowledge.Entry{Code: "OtherCode", References: []string{"https://example.com/other"}}
	all := []*knowledge.Entry{e, word, other}
	link := Links(func(code string) *knowledge.Entry {
		for _, e := range all {
			if e.Code == code {
				return e
			}
		}
		return nil
	}, func() []*knowledge.Entry { return all })
	for word, want := range map[string]string{
		"SomeCode": "https://learn.microsoft.com/some", "Failed": "", "OtherCode": "", "NoSuchCode": "",
		"https://example.com/blog": "https://example.com/blog", "https://evil": "", "http://plain/": "",
		"https://x/\x1b]8;;https://evil\x1b\\": "",
	} {
		if got := link(word); got != want {
			t.Errorf("%q leads to %q, want %q", word, got, want)
		}
	}
}

func TestHostileTextMakesNoLink(t *testing.T) {
	for name, print := range hostile(t, evil+" https://evil.example/ \x1b]8;;https://evil.example/\x1b\\") {
		var out bytes.Buffer
		if err := print(&out, Style{Width: 120, Link: fixtureLinks()}); err != nil {
			t.Fatal(err)
		}
		for _, link := range osc8.FindAllStringSubmatch(out.String(), -1) {
			if strings.Contains(link[1], "evil") {
				t.Errorf("%s leads to %q", name, link[1])
			}
		}
	}
}
