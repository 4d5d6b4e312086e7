package layout

import (
	"slices"
	"strings"
	"testing"
)

func TestACommandOverSeveralLinesStandsInBrackets(t *testing.T) {
	for _, test := range []struct {
		name, command string
		width         int
		want          []string
		ok            bool
	}{
		{"it fits", `az vm show -n a`, 19, []string{`  az vm show -n a`}, true},
		{"no limit", `az vm show -n a`, 0, []string{`  az vm show -n a`}, true},
		{"before an option", `az vm restart -g group -n name`, 26, []string{`  (az vm restart \`, `    -g group -n name)`}, true},
		{"before a pipe", `kubectl get pods -A | grep aci`, 28, []string{`  (kubectl get pods -A \`, `    | grep aci)`}, true},
		{"between words", `kubectl drain name-of-a-node`, 23, []string{`  (kubectl drain \`, `    name-of-a-node)`}, true},
		{"inside of brackets", `A=$(az vm list -o tsv | tail)`, 24, []string{`  A=$(az vm list \`, `    -o tsv | tail)`}, true},
		{"not within quotes", `az x --query "a - b" -o x`, 22, []string{`  (az x --query \`, `    "a - b" -o x)`}, true},
		{"a word that is too wide", `az vm show -n name-of-a-node`, 16, []string{`  (az vm \`, `    show -n \`, `    name-of-a-node)`}, false},
		{"a comment", `A=  # fill in: what it means`, 23, []string{`  A=  # fill in: what`, `      # it means`}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Command(test.command, 2, test.width)
			if !slices.Equal(got, test.want) || ok != test.ok {
				t.Errorf("got %t and\n%s\nwant %t and\n%s", ok, strings.Join(got, "\n"), test.ok, strings.Join(test.want, "\n"))
			}
		})
	}
}
