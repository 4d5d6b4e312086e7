package knowledge

import (
	"errors"
	"slices"
	"testing"
)

// FuzzLoad feeds anything to the loader. It returns a table or a list of faults with their
// places; what it takes for good can be looked up and matched.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"", "a: [", "- x", "entries: 7", "entries:\n- use: x\n", "steps:\n- name: x\n  text: y\n", "a: &a {<<: *a}", "---\n---\n",
		goodEntry, goodVariables + goodEntry, goodVariables, "entries:\n- " + "code: &c X\n  aliases: [*c, *c]\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Load(File{Name: "variables.yaml", Data: []byte(goodVariables)}, File{Name: "x.yaml", Data: data})
		if (table == nil) != (err != nil) {
			t.Fatalf("a table %v and the error %v", table != nil, err)
		}
		if err != nil {
			checkFaults(t, err)
			return
		}
		for _, e := range table.Entries() {
			if got := table.Lookup(e.Code); !slices.Contains(got, e) {
				t.Errorf("the code %q leads to %d other entries", e.Code, len(got))
			}
			for _, text := range e.Examples {
				table.Match(text)
			}
		}
	})
}

// checkFaults: each fault names its file, a line and what is wrong.
func checkFaults(t *testing.T, err error) {
	t.Helper()
	var load *LoadError
	if !errors.As(err, &load) || len(load.Faults) == 0 {
		t.Fatalf("the error is a %T: %v", err, err)
	}
	for _, fault := range load.Faults {
		if fault.File == "" || fault.Line < 0 || fault.Text == "" {
			t.Errorf("the fault %+v has no place or no text", fault)
		}
	}
}
