package knowledge

import (
	"slices"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/shell"
)

// shellTable has the variables NODE, RG (no query), VMSS from NODE, CLUSTER from RG and
// ID from CLUSTER.
func shellTable() *Table {
	return newTable(nil, []Variable{
		{Name: "NODE", Meaning: "the node's name"},
		{Name: "RG", Meaning: "the group"},
		{Name: "VMSS", Query: `VMSS=$(kubectl get node "$NODE" -o name)`},
		{Name: "CLUSTER", Query: `CLUSTER=$(az aks list -g "$RG")`},
		{Name: "ID", Query: `ID=$(az aks show -g "$RG" -n "$CLUSTER")`},
	})
}

func TestFillPutsValuesIn(t *testing.T) {
	values := map[string]string{
		"NODE": "n-1.x", "RG": "MC_a", "VMSS": "v; rm -rf /", "OTHER": "x", "ID": "/subscriptions/x", "CLUSTER": "",
	}
	tests := map[string]struct{ command, want string }{
		"quoted":               {`get "$NODE"`, `get n-1.x`},
		"quoted, braces":       {`get "${NODE}"`, `get n-1.x`},
		"quoted, guarded":      {`get "${NODE:?}"`, `get n-1.x`},
		"bare":                 {`get $NODE ${NODE} ${NODE:?}`, `get n-1.x n-1.x n-1.x`},
		"within more":          {`--x "name=$NODE,y"`, `--x "name=n-1.x,y"`},
		"two in one string":    {`"$NODE$RG"`, `"n-1.xMC_a"`},
		"glued to a word":      {`-v rg="$RG"x`, `-v rg=MC_ax`},
		"quotes in a string":   {`"[?a=='$RG']"`, `"[?a=='MC_a']"`},
		"substitution":         {`"$(echo "$RG")" '$RG'`, `"$(echo MC_a)" '$RG'`},
		"behind an open name":  {`"$VMSS$NODE" $VMSS"$NODE" "${VMSS}$NODE" $"$NODE"`, `"$VMSS$NODE" $VMSS"$NODE" "${VMSS}n-1.x" $"$NODE"`},
		"single quotes":        {`awk '$NODE "$NODE"' "$NODE"`, `awk '$NODE "$NODE"' n-1.x`},
		"escaped":              {`echo \$NODE "\$NODE" \"$NODE\"`, `echo \$NODE "\$NODE" \"n-1.x\"`},
		"longer name":          {`echo $NODES $NODE_RG`, `echo $NODES $NODE_RG`},
		"other expansion":      {`echo "${NODE%x}" "${#NODE}"`, `echo "${NODE%x}" "${#NODE}"`},
		"set by the command":   {`NODE=$(ls) && echo "$NODE"`, `NODE=$(ls) && echo "$NODE"`},
		"not in the table":     {`echo "$OTHER"`, `echo "$OTHER"`},
		"value that is unsafe": {`echo "$VMSS"`, `echo "$VMSS"`},
		"value with a slash":   {`echo "$ID"`, `echo "$ID"`},
		"empty value":          {`echo "${CLUSTER:?}"`, `echo "${CLUSTER:?}"`},
		"no variable":          {`echo $ 5$ "$"`, `echo $ 5$ "$"`},
		"unfinished":           {`echo "$NODE ${NODE '`, `echo "n-1.x ${NODE '`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := shellTable().Fill(test.command, values); got != test.want {
				t.Errorf("Fill(%s) =\n%s, want\n%s", test.command, got, test.want)
			}
		})
	}
}

func TestFillTakesOnlyPlainWords(t *testing.T) {
	for value, want := range map[string]bool{
		"a": true, "A-1._/:@=z": true, "10": true, "": false, "-n": false, ".x": false, "/x": false, "a b": false, "a\n": false,
		"a;b": false, "$(x)": false, "`x`": false, "a'b": false, `a"b`: false, "a*": false, "a~": false, "ä": false, "a&b": false,
		"a|b": false, "a>b": false, "{a,b}": false, "a\\b": false, "a\x00": false, "!a": false, "=a": false,
	} {
		if got := shellTable().Fill(`"$NODE"`, map[string]string{"NODE": value}) == value; got != want {
			t.Errorf("value %q taken is %t, want %t", value, got, want)
		}
	}
}

func TestSetupSetsWhatIsMissing(t *testing.T) {
	const nodeLine, rgLine = "NODE=  # fill in: the node's name", "RG=  # fill in: the group"
	all := []string{`echo "$ID" "${VMSS:?}"`}
	tests := map[string]struct {
		commands []string
		values   map[string]string
		want     []string
	}{
		"nothing needed": {[]string{"ls", `X=1; echo "$X"`}, nil, nil},
		"one by hand":    {[]string{`echo "$NODE"`}, nil, []string{nodeLine}},
		"all, in order": {all, nil, []string{
			nodeLine, rgLine, `VMSS=$(kubectl get node "$NODE" -o name)`, `CLUSTER=$(az aks list -g "$RG")`,
			`ID=$(az aks show -g "$RG" -n "$CLUSTER")`,
		}},
		"with values": {all, map[string]string{"NODE": "n", "RG": "g"}, []string{
			`VMSS=$(kubectl get node n -o name)`, `CLUSTER=$(az aks list -g g)`, `ID=$(az aks show -g g -n "$CLUSTER")`,
		}},
		"half way":      {all, map[string]string{"VMSS": "v", "CLUSTER": "c", "RG": "g"}, []string{`ID=$(az aks show -g g -n c)`}},
		"unsafe value":  {[]string{`echo "$VMSS"`}, map[string]string{"VMSS": "a b", "NODE": "n"}, []string{`VMSS=$(kubectl get node n -o name)`}},
		"filled before": {[]string{"echo n"}, map[string]string{"NODE": "n"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := shellTable().Setup(test.commands, test.values); !slices.Equal(got, test.want) {
				t.Errorf("Setup is\n%q, want\n%q", got, test.want)
			}
		})
	}
}

func TestSetupLinesOfTheShippedTableSetEveryVariable(t *testing.T) {
	table := builtin(t)
	var all []string
	for command := range commands(table) {
		all = append(all, command)
	}
	lines := table.Setup(all, nil)
	if len(lines) != len(table.Variables()) {
		t.Fatalf("%d lines for %d variables", len(lines), len(table.Variables()))
	}
	for i, v := range table.Variables() {
		if !shell.Parse(lines[i]).Assigned[v.Name] {
			t.Errorf("line %d does not set %s: %s", i, v.Name, lines[i])
		}
	}
}
