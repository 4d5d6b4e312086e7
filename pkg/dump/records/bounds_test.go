package records

import (
	"io"
	"runtime"
	"strings"
	"testing"
)

// endless gives a text a number of times.
type endless struct {
	text string
	left int
	rest string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		if e.left == 0 {
			return 0, io.EOF
		}
		e.rest, e.left = e.text, e.left-1
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// peak is the most that the heap grew by while a text was read, in bytes, and what was read.
func peak(t *testing.T, r io.Reader) (uint64, *tally) {
	t.Helper()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	v := &tally{start: m.HeapAlloc}
	err := Read(r, v)
	if err != nil {
		v.err = err.Error()
	}
	return v.most, v
}

// tally counts records and watches the heap.
type tally struct {
	records, others, bad int
	start, most          uint64
	fault, err           string
}

func (v *tally) Wants(kind string) bool { return kind == "Node" }

func (v *tally) Record(Record) error { v.records++; v.watch(); return nil }

func (v *tally) Other() { v.others++; v.watch() }

func (v *tally) Bad(_ Place, err error) { v.bad++; v.fault = err.Error(); v.watch() }

func (v *tally) watch() {
	if (v.records+v.others+v.bad)%1000 > 1 {
		return
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > v.start {
		v.most = max(v.most, m.HeapAlloc-v.start)
	}
}

func TestMemoryDoesNotGrowWithTheText(t *testing.T) {
	filler := strings.Repeat("x", 10_000)
	const times, budget = 10_000, 40 << 20 // 100 MB each
	for name, r := range map[string]io.Reader{
		"JSON": io.MultiReader(strings.NewReader(`{"items":[{}`), &endless{text: `,{"kind":"Pod","n":"` + filler + `"}`, left: times}, strings.NewReader("]}")),
		"YAML": io.MultiReader(strings.NewReader("items:\n"), &endless{text: "- kind: Pod\n  x: " + filler + "\n", left: times}, strings.NewReader("kind: List\n")),
		"rows": io.MultiReader(strings.NewReader("TimeGenerated,kind,n\n"), &endless{text: `t,Pod,"` + filler + "\"\n", left: times}),
	} {
		t.Run(name, func(t *testing.T) {
			most, v := peak(t, r)
			if most > budget || v.others+v.records < times || v.err != "" {
				t.Errorf("%d bytes of heap (at most %d), %d others, %d records, error %q", most, budget, v.others, v.records, v.err)
			}
		})
	}
}

func TestTooLargeObjectIsLeftOutAndReadingGoesOn(t *testing.T) {
	huge := &endless{text: strings.Repeat("x", 1<<20), left: 60}
	for name, c := range map[string]struct{ before, after, fault string }{
		"JSON object":       {`{"items":[{"kind":"Node","n":"`, `"},` + node + `]}`, "an object of more than 16 MiB"},
		"YAML item":         {"items:\n- kind: Node\n  x: ", "\n- kind: Node\nkind: List\n", "an object of more than 4 MiB"},
		"YAML document":     {"kind: Node\nx: ", "\n---\nkind: Node\n", "more than 4 MiB of YAML"},
		"YAML line of flow": {"{kind: NodeList, items: [", "]}\n---\nkind: Node\n", "more than 4 MiB of YAML"},
	} {
		t.Run(name, func(t *testing.T) {
			huge.left = 60
			most, v := peak(t, io.MultiReader(strings.NewReader(c.before), huge, strings.NewReader(c.after)))
			if v.bad != 1 || !strings.Contains(v.fault, c.fault) || v.records != 1 || v.err != "" || most > 100<<20 {
				t.Errorf("%+v", v)
			}
		})
	}
}

func TestHostileTextsEnd(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"deep arrays":         {strings.Repeat("[", 1_000_000), "lists are nested too deep"},
		"deep objects":        {strings.Repeat(`{"a":`, 1_000_000), "it ends too early"},
		"deep in a record":    {`{"kind":"Node","a":` + strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000) + "}", ""},
		"deep YAML":           {"a: " + strings.Repeat("[", 100_000), "not valid YAML"},
		"YAML of many tokens": {"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n", "excessive aliasing"},
		"a row without end":   {"TimeGenerated,x\n\"" + strings.Repeat("x", maxObject+1<<20), "a quote is never closed"},
		"blanks":              {strings.Repeat(" ", 1_000_000) + "- x", "other"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := reads(strings.NewReader(c.text)); !strings.Contains(got, c.want) {
				t.Errorf("got %.300s, want %s", got, c.want)
			}
		})
	}
}
