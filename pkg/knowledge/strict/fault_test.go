package strict

import "testing"

func TestLoadErrorListsEachFaultOnceByPlace(t *testing.T) {
	var f Faults
	if err := f.Err(); err != nil {
		t.Fatalf("no faults are the error %v", err)
	}
	f.Add("b.yaml", 2, "late")
	f.Add("a.yaml", 10, "tenth")
	f.Add("a.yaml", 9, "ninth %q", "x")
	f.Add("a.yaml", 9, "ninth %q", "x")
	f.Add("a.yaml", 9, "also ninth")
	want := "a.yaml:9: also ninth\na.yaml:9: ninth \"x\"\na.yaml:10: tenth\nb.yaml:2: late"
	if got := f.Err().Error(); got != want {
		t.Errorf("the error is\n%s\nwant\n%s", got, want)
	}
}
