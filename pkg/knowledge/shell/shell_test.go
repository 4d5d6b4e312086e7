package shell

import (
	"slices"
	"strings"
	"testing"
)

func TestParseSeesHowVariablesAreUsed(t *testing.T) {
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
		for _, use := range Parse(text).Uses {
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

func TestParseSeesAssignments(t *testing.T) {
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
		for name := range Parse(text).Assigned {
			got = append(got, name)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("in %s the assigned are %q, want %q", text, got, want)
		}
	}
}

func TestParseSeesSubstitutionsAndWhatStaysOpen(t *testing.T) {
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
		line := Parse(text)
		if line.Substitutes != want.substitutes || line.Open != want.open {
			t.Errorf("in %s substitutes is %t and open is %t, want %+v", text, line.Substitutes, line.Open, want)
		}
	}
}
