package house

import (
	"strings"
	"testing"
)

func TestTheTableOfPackagesIsThatOfTheRules(t *testing.T) {
	row := "| `pkg/redact` | "
	if !strings.Contains(smallTable, row) {
		t.Fatalf("the table has no row %q:\n%s", row, smallTable)
	}
	expectEach(t, []broken{
		{"a row differs", tableFile, strings.Replace(smallTable, row, row+"more ", 1), tableFile + ": its table is old"},
		{"a row is missing", tableFile, strings.Replace(smallTable, row, "", 1), tableFile + ": its table is old"},
		{"text around it", tableFile, "more\n" + smallTable + "more\n", ""},
		{"no table", tableFile, "# Design\n", tableFile + ": it has 0 generated tables"},
		{"two tables", tableFile, smallTable + smallTable, tableFile + ": it has 2 generated tables"},
		{"a table of something else", tableFile, smallTable + "<!-- begin: files -->\n<!-- end -->\n", `nothing generates "files"`},
		{"no document", tableFile, "", tableFile + ": it has 0 generated tables"},
	})
}

func TestEveryRoomHasAPurposeInOneCell(t *testing.T) {
	for _, r := range rooms {
		if r.purpose == "" || strings.ContainsAny(r.purpose, "|\n") {
			t.Errorf("the purpose of %s is %q", r.dir, r.purpose)
		}
	}
}
