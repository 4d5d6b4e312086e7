package knowledge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

func TestMatchDecodesExitCodes(t *testing.T) {
	const both = "vmssCSE:50,windowsCSE:50"
	tests := map[string]struct{ text, want string }{
		"status with =":       {"exit status=50\n[stdout]", both},
		"handler of Linux":    {"command terminated with exit status=50\n[stdout]", "vmssCSE:50"},
		"handler of Windows":  {"failed because it returned a non-zero exit code of: '50'", "windowsCSE:50"},
		"status with a space": {"exit status 50", both},
		"JSON":                {`{"ExitCode": "50", "Output": "x"}`, both},
		"JSON, a number":      {`"ExitCode":50}`, both},
		"escaped JSON":        {`{"message":"{\"ExitCode\": \"50\"}"}`, both},
		"escaped twice":       {`\\\"ExitCode\\\": \\\"50\\\"`, both},
		"of, quoted":          {"an exit code of: '50'", both},
		"words":               {"Exit Code: 50", both},
		"bars of Windows":     {"ExitCode: |50|, Output: |x|", both},
		"name of Linux":       {"ERR_OUTBOUND_CONN_FAIL exit status=50", "vmssCSE:50"},
		"alias of AKS":        {"SubCode: OutboundConnFailVMExtensionError; exit status=50", "vmssCSE:50"},
		"name of Windows":     {"WINDOWS_CSE_ERROR_NO_CSE_RESULT_LOG. Exit Code: 50", "windowsCSE:50"},
		"name, other number":  {"CSE Error: WINDOWS_CSE_ERROR_X. Exit Code: 50", "windowsCSE:50"},
		"path of Linux":       {"/var/log/azure/x exit status=50", "vmssCSE:50"},
		"path of Windows":     {`C:\AzureData\x exit code 50`, "windowsCSE:50"},
		"node of Linux":       {"aks-np-12345678-vmss00000a exit status=50", "vmssCSE:50"},
		"both ways":           {"ERR_OUTBOUND_CONN_FAIL x.ps1 exit status=50", both},
		"Windows only":        {"exit status=1", "windowsCSE:1"},
		"group":               {"exit status=29", "vmssCSE:28,windowsCSE:9"},
		"longer number":       {"exit status=500", ""},
		"part of a word":      {"exit status=50x, myexit code 50", ""},
		"a program's status":  {"giving up (last exit status: 50)", ""},
		"no number":           {"exit status unknown", ""},
		"huge":                {"exit status=" + strings.Repeat("9", 400), ""},
	}
	table := builtin(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := codesOf(table.Match(test.text).Refinements); got != test.want {
				t.Errorf("Match(%q) refines to %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestMatchDecodesNumbersOfEntraID(t *testing.T) {
	table := builtin(t)
	for text, want := range map[string]string{
		"AADSTS7000222: expired":                                       "AADSTS7000222",
		`"error_codes":[7000222]`:                                      "AADSTS7000222",
		`{\"error_codes\" : [ 70002, 50012 ]`:                          "AADSTS70002,AADSTS50012",
		"https://login.microsoftonline.com/error?code=7000215":         "AADSTS7000215",
		`AADSTS7000215: x","error_codes":[7000215],error?code=7000215`: "AADSTS7000215",
		`"error_codes":[1]`:                                            "",
		`"codes":[7000222]`:                                            "",
		"trace 7000222":                                                "",
	} {
		if got := codesOf(table.Match(text).Refinements); got != want {
			t.Errorf("Match(%q) refines to %q, want %q", text, got, want)
		}
	}
}

func TestLookupTakesANameWithItsNumber(t *testing.T) {
	lookups(t, map[string][2]string{
		"ERR_OUTBOUND_CONN_FAIL=50":     {"vmssCSE:50", ""},
		"err_outbound_conn_fail=50.":    {"vmssCSE:50", ""},
		"ERR_IMDS_FETCH_FAILED=231":     {"vmssCSE:234,vmssCSE:231", ""}, // a number that has changed
		"ERR_NOT_YET_KNOWN=50":          {"vmssCSE:50", ""},
		"WINDOWS_CSE_ERROR_NOT_NEW=50":  {"windowsCSE:50", ""},
		"NAME=233":                      {"vmssCSE:233", ""},
		"NAME=50":                       {"vmssCSE:50,windowsCSE:50", ""},
		"vmssCSE=50":                    {"VMExtensionProvisioningError,vmssCSE:50,windowsCSE:50", ""}, // both systems call it so
		"error_codes=7000222":           {"AADSTS7000222", ""},
		"ERR_OUTBOUND_CONN_FAIL=999999": {"vmssCSE:50", ""},
		"NAME=249":                      {"", ""},
		"NAME=x":                        {"", ""},
		"=50":                           {"", ""},
		"NAME=50 OTHER=51":              {"", ""},
	})
}

func TestLookupTakesBareNumbers(t *testing.T) {
	table := builtin(t)
	for what, want := range map[string]string{
		"50": "vmssCSE:50,windowsCSE:50", " 51 ": "vmssCSE:51,windowsCSE:3", "vmssCSE:50": "vmssCSE:50", "VMSSCSE:29": "vmssCSE:28",
		"windowscse:14": "windowsCSE:13", "exit code 50": "vmssCSE:50,windowsCSE:50", "7000222": "AADSTS7000222",
		"249": "", "12345": "", "4294967296": "", "5.0": "", "-5": "",
	} {
		if got := codesOf(table.Lookup(what)); got != want {
			t.Errorf("Lookup(%q) is %q, want %q", what, got, want)
		}
	}
}

// naiveExits reads exit codes letter by letter.
func naiveExits(text string) []int {
	var found []int
	lowered := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
	for i := 0; i < len(text); {
		n, end, ok := naiveExit(lowered, i)
		if !ok {
			i++
			continue
		}
		if !strings.HasSuffix(lowered[:i], "last ") && free(text, i, end) && n >= 0 {
			found = append(found, n)
		}
		i = end
	}
	return found
}

// naiveExit reads one exit code that begins at start; n is -1 when it is too large.
func naiveExit(text string, start int) (n, end int, ok bool) {
	i := start
	skip := func(set string, most int) {
		for ; most != 0 && i < len(text) && strings.IndexByte(set, text[i]) >= 0; most-- {
			i++
		}
	}
	word := func(w string) bool {
		if strings.HasPrefix(text[i:], w) {
			i += len(w)
			return true
		}
		return false
	}
	const space = " \t\n\f\r"
	if !word("exit") {
		return 0, 0, false
	}
	skip(space, -1)
	if !word("status") && !word("code") {
		return 0, 0, false
	}
	before := i
	if skip(space, -1); i == before || !word("of") {
		i = before
	}
	skip(`\`, -1)
	skip(`"'`, 1)
	skip(space, -1)
	skip(":=", 1)
	skip(space, -1)
	skip(`\|`, -1)
	skip(`"'`, 1)
	digits := i
	skip("0123456789", -1)
	if i == digits {
		return 0, 0, false
	}
	n, err := strconv.Atoi(text[digits:i])
	if err != nil {
		n = -1
	}
	return n, i, true
}

func FuzzExitCodesAgreeWithTheNaiveReading(f *testing.F) {
	for _, seed := range []string{
		"exit status=50", `"ExitCode": "51"`, `\"ExitCode\": \"51\"`, "exit code of: '13'", "Exit Code: 5", "exit code 5exit code 6",
		"exit  status : |7|", "last exit status: 1", "exitcode=9_", "éexit code 5", "exit code of 5", "exit codeof5", "exit status exit status 5",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsFunc(text, func(r rune) bool { return r == unicode.ReplacementChar || r == 'ſ' || r == '\u212a' }) {
			return // letters that fold into ASCII, and text that is no UTF-8
		}
		var got []int
		for _, exit := range exitNumbers(text) {
			got = append(got, exit.number)
		}
		if want := naiveExits(text); !slices.Equal(got, want) {
			t.Errorf("in %q the exit codes are %v, the naive reading has %v", text, got, want)
		}
	})
}

func TestExitCodeNamesItselfAsExplainTakesIt(t *testing.T) {
	if got := fmt.Sprint(ExitCode{Number: 5, OS: Linux}, ExitCode{Number: 5, OS: Windows}); got != "vmssCSE:5 windowsCSE:5" {
		t.Errorf("exit codes are called %s", got)
	}
}
