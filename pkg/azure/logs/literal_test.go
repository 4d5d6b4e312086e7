package logs_test

import (
	"maps"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/kusto"
)

// hostile are texts that try to get out of a literal.
var hostile = []string{
	"", "n1", `"`, `\`, `\"`, `\\"`, `" | union *`, `" or true //`, "a\nb", "a\r\n| take 1", "`", "```", "''", `@"`, `h"`, "\x00", "\x1b[2J", "\u2028| drop", "\u202e", "日本", "😀", "\xff\xfe",
	`aks-user-15776247-vmss000000", "x`, strings.Repeat(`\"`, 500), "${X}", "{0}",
}

// unquote reads a literal as the language defines it: its escapes are those of Go.
func unquote(t testing.TB, literal string) string {
	t.Helper()
	text, err := strconv.Unquote(literal)
	if err != nil {
		t.Fatalf("%s is no literal: %v", literal, err)
	}
	return text
}

func checkLiteral(t testing.TB, text string) {
	t.Helper()
	literal := logs.Literal(text)
	if got := unquote(t, literal); got != strings.ToValidUTF8(text, "\ufffd") && utf8.ValidString(text) {
		t.Errorf("%q became %q", text, got)
	}
	for i := range len(literal) {
		if literal[i] < ' ' || literal[i] > '~' {
			t.Errorf("%s has the byte %#x", literal, literal[i])
		}
	}
}

func FuzzALiteralIsItsText(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkLiteral(t, text) })
}

// The language service takes each for one text, and for nothing else.
func TestNothingGetsOutOfALiteral(t *testing.T) {
	var queries []string
	for _, text := range hostile {
		checkLiteral(t, text)
		queries = append(queries, "KubeEvents\n| where Name == "+logs.Literal(text)+"\n| project Name")
	}
	for i, a := range kusto.Analyse(t, queries) {
		if len(a.Faults) > 0 || !maps.Equal(a.Columns, map[string]string{"Name": "string"}) {
			t.Errorf("%q: faults %q, columns %v", hostile[i], a.Faults, a.Columns)
		}
	}
}

func TestIDsOfClustersAndWorkspaces(t *testing.T) {
	for id, ok := range map[string]bool{
		clusterID: true, strings.ToLower(clusterID): true, strings.TrimPrefix(clusterID, "/"): true, clusterID + "/": true, " " + clusterID + "\n": true,
		"": false, "shop": false, clusterID + "/agentPools/user": false, clusterID + `" | take 1`: false, clusterID + "?x": false, "/x" + clusterID: false,
		strings.Replace(clusterID, "rg-shop", "..", 1): false, strings.Replace(clusterID, "rg-shop", "a.", 1): false,
		strings.Replace(clusterID, "rg-shop", "a/b", 1): false, strings.Replace(clusterID, "rg-shop", "a%2fb", 1): false,
		strings.Replace(clusterID, "0b1f6471", "me", 1): false, strings.Replace(clusterID, "rg-shop", "rg_(1).größe", 1): true,
	} {
		c, err := logs.ParseCluster(id)
		if (err == nil) != ok || ok != (c.String() != "") {
			t.Errorf("%q: %v, %v", id, c, err)
		}
	}
	for id, ok := range map[string]bool{"": true, workspace: true, "my-workspace": false, workspace + "/../x": false, workspace + "\n": false} {
		if err := (logs.Scope{Workspace: id}).Check(); (err == nil) != ok {
			t.Errorf("the workspace %q: %v", id, err)
		}
	}
}
