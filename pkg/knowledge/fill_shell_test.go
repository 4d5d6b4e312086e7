package knowledge

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/shell"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// randomWords are shell words made of pieces that change the meaning of what follows.
func randomWords(r *rand.Rand) string {
	pieces := []string{
		`$NODE`, `${NODE}`, `${NODE:?}`, `"$NODE"`, `"${NODE:?}"`, `"a $NODE b"`, `'$NODE'`, `'"$NODE"'`, `"'$NODE'"`,
		`\$NODE`, `"\$NODE"`, `"\\$NODE"`, `\"$NODE\"`, `$NODES`, `${NODE%x}`, `"${#NODE}"`, `"$(printf %s "$NODE")"`,
		`$(printf %s '$NODE')`, `"$(printf '%s' "$RG")$NODE"`, `$RG`, `"$RG"`, ` `, ` `, `x`, `=`, `'it'\''s'`, `"[?a=='$NODE']"`, `\\`, `-`,
	}
	var words strings.Builder
	for range 1 + r.IntN(8) {
		words.WriteString(pieces[r.IntN(len(pieces))])
	}
	return words.String()
}

func TestFillAgreesWithTheShell(t *testing.T) {
	values := map[string]string{"NODE": "aks-np-1.x", "RG": "MC_a@b:c"}
	r := rand.New(rand.NewPCG(1, 2))
	var lines []string
	script := "set -f; NODE=" + values["NODE"] + "; RG=" + values["RG"] + "\n"
	for i := range 500 {
		line := randomWords(r)
		filled := shellTable().Fill(line, values)
		if shell.Parse(line).Open || shell.Parse(filled).Open {
			t.Fatalf("%s or %s is open", line, filled)
		}
		lines = append(lines, line+"\n"+filled)
		script += fmt.Sprintf("show() { printf '%d %%s' \"$1\"; shift; printf '<%%s>' \"$@\"; echo; }\n", i)
		script += "show a " + line + "\nshow b " + filled + "\n"
	}
	out, err := exec.Command(program.Find(t, "sh"), "-c", script).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	shown := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(shown) != 2*len(lines) {
		t.Fatalf("%d lines shown for %d pairs", len(shown), len(lines))
	}
	for i, pair := range lines {
		a, b := fmt.Sprintf("%d a", i), fmt.Sprintf("%d b", i)
		if strings.TrimPrefix(shown[2*i], a) != strings.TrimPrefix(shown[2*i+1], b) {
			t.Errorf("these mean\n%s\n%s\nfor\n%s", shown[2*i], shown[2*i+1], pair)
		}
	}
}

func FuzzFillNeverLetsAValueOut(f *testing.F) {
	for _, seed := range []string{"node", "a b", "$(reboot)", "`x`", "a;b", `"`, "'", "a\nb", "-rf", "${NODE}", "a&b"} {
		f.Add(`echo "$NODE" x"${NODE:?}y" '$NODE'`, seed)
	}
	f.Add(`${"$NODE""}`, "BSS") // the value joined the opening brace before it
	f.Fuzz(func(t *testing.T, command, value string) {
		got := shellTable().Fill(command, map[string]string{"NODE": value})
		if !safeWord().MatchString(value) && got != command {
			t.Errorf("the value %q came into %s", value, got)
		}
		if shell.Parse(command).Open != shell.Parse(got).Open {
			t.Errorf("with %q quoting changes from\n%s\nto\n%s", value, command, got)
		}
	})
}
