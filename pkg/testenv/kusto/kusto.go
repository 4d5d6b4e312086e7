// Package kusto gives queries to the Kusto language service, which Azure's own editors use, with the
// tables of Container Insights declared (tables.json). It parses and checks; it runs nothing.
package kusto

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// Analysis is what the service says of a query: its faults, and the columns of its result with their types.
type Analysis struct {
	Faults  []string
	Columns map[string]string
}

//go:embed check.js
var script string

// tables are declared from the columns that Microsoft documents.
// Source: https://learn.microsoft.com/azure/azure-monitor/reference/tables/kubeevents and kubenodeinventory
//
//go:embed tables.json
var tables string

// Analyse returns what the service says of each query. Where the service is not there, the test is left out.
func Analyse(t testing.TB, queries []string) []Analysis {
	t.Helper()
	node := program.Find(t, "node")
	cache := os.Getenv("XDG_CACHE_HOME") // as install.sh has it
	if cache == "" {
		cache = filepath.Join(os.Getenv("HOME"), ".cache")
	}
	modules := filepath.Join(cache, "kubectl-autorepair/tools/npm/node_modules")
	if _, err := os.Stat(filepath.Join(modules, "@kusto/language-service-next")); err != nil {
		program.LeaveOut(t, "@kusto/language-service-next", err)
	}
	input, err := json.Marshal(queries)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), node, "-e", script)
	c.Env = append(os.Environ(), "NODE_PATH="+modules, "TABLES="+tables)
	var failure bytes.Buffer
	c.Stdin, c.Stderr = bytes.NewReader(input), &failure
	output, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, failure.String())
	}
	var all []Analysis
	if err := json.Unmarshal(output, &all); err != nil || len(all) != len(queries) {
		t.Fatalf("%d analyses of %d queries, %v", len(all), len(queries), err)
	}
	return all
}
