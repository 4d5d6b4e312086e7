package knowledge

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/shell"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

func TestParseShellSeesHowVariablesAreUsed(t *testing.T) {
	tests := map[string]string{ // name, form (p plain, g guarded, o other), q quoted, w wrapped
		`$A`:                     "A:p",
		`"$A"`:                   "A:pqw",
		`"${A}"`:                 "A:pqw",
		`"${A:?}"`:               "A:gqw",
		`"${A:?}x"`:              "A:gq",
		`"x$A"`:                  "A:pq",
		`"$A$B"`:                 "A:pq B:pq",
		`"${A:-x}" "${A%y}"`:     "A:oqw A:oqw",
		`'$A' "$B" '"$C"'`:       "B:pqw",
		`"'$A'"`:                 "A:pq",
		`\$A "\$B" \\$C`:         "C:p",
		`"\"$A\""`:               "A:pq",
		`X=$(echo "$A" '$B') $C`: "A:pqw C:p",
		`"$(echo $A)" "$B"`:      "A:p B:pqw",
		`"$(echo "$A" $B)$C"`:    "A:pqw B:p C:pq",
		`(echo "$A") | cat $B`:   "A:pqw B:p",
		`$1 $? $$ $ "$" ${1} $A`: "A:p",
		`$A_1-$a.b`:              "A_1:p a:p",
		`echo "$A`:               "A:pq",
		``:                       "",
	}
	for text, want := range tests {
		var got []string
		for _, use := range shell.Parse(text).Uses {
			flags := string("pgo"[use.Form])
			if use.Quoted {
				flags += "q"
			}
			if use.Wrapped {
				flags += "w"
			}
			got = append(got, use.Name+":"+flags)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("in %s the uses are %q, want %q", text, got, want)
		}
	}
}

func TestParseShellSeesAssignments(t *testing.T) {
	for text, want := range map[string][]string{
		`A=1`:                            {"A"},
		`A=1 B=$(ls) && C="x"; D=`:       {"A", "B", "C", "D"},
		`(A=1)`:                          {"A"},
		`X=$(B=1; echo "$B")`:            {"B", "X"},
		`echo a=b`:                       {"a"}, // looks like one; the price is that a is not filled here
		`--query=x "A=1" 'B=2' -v c="x"`: {"c"},
		`xA=1=2`:                         {"xA"},
		`1A=2 A-B=3`:                     nil,
	} {
		var got []string
		for name := range shell.Parse(text).Assigned {
			got = append(got, name)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("in %s the assigned are %q, want %q", text, got, want)
		}
	}
}

func TestParseShellSeesSubstitutionsAndWhatStaysOpen(t *testing.T) {
	tests := map[string]struct{ substitutes, open bool }{
		`ls`:                   {false, false},
		`A=$(ls)`:              {false, false},
		`A=$(ls) && rm "$A"`:   {false, false},
		`rm "$(ls)"`:           {true, false},
		`rm $(ls)`:             {true, false},
		`$(ls)`:                {true, false},
		`A=$(ls "$(pwd)")`:     {true, false},
		`rm '$(ls)' \$(ls\)`:   {false, true}, // the shell would refuse the bracket too
		`"a`:                   {false, true},
		`'a`:                   {false, true},
		`A=$(ls`:               {false, true},
		`(ls`:                  {false, true},
		`"$(ls)`:               {true, true},
		`a\`:                   {false, false},
		`"a" 'b' (c)`:          {false, false},
		`"it's" 'a "b" c'`:     {false, false},
		`awk '{print $1}' ")"`: {false, false},
	}
	for text, want := range tests {
		line := shell.Parse(text)
		if line.Substitutes != want.substitutes || line.Open != want.open {
			t.Errorf("in %s substitutes is %t and open is %t, want %+v", text, line.Substitutes, line.Open, want)
		}
	}
}

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
		if !safeWord(value) && got != command {
			t.Errorf("the value %q came into %s", value, got)
		}
		if shell.Parse(command).Open != shell.Parse(got).Open {
			t.Errorf("with %q quoting changes from\n%s\nto\n%s", value, command, got)
		}
	})
}
