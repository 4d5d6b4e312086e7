package knowledge

import (
	"slices"
	"strings"
	"testing"
)

// smallTable has codes A, B and C, a phrase for P, a code that is no signature, and
// entries of other kinds.
func smallTable() *Table {
	code := func(name string, signatures ...string) *Entry {
		return &Entry{Code: name, Kind: KindCode, Signatures: signatures}
	}
	return newTable([]*Entry{
		code("AlphaError", "AlphaError"), code("BetaError", "BetaError"), code("GammaError", "GammaError"),
		code("Phrase failed", "Phrase failed", "Phrase:"), code("Quiet"),
		{Code: "vmssCSE:50", Kind: KindExitCode, Exits: []ExitCode{{Number: 50, OS: Linux}}},
		{Code: "AADSTS7000222", Kind: KindEntraCode, Signatures: []string{"AADSTS7000222"}},
	}, nil)
}

func TestMatchFindsTheInnermostCode(t *testing.T) {
	tests := map[string]struct{ details, want string }{
		"bare":                      {"AlphaError", "AlphaError"},
		"other case":                {"ALPHAERROR", "AlphaError"},
		"in prose":                  {"it was AlphaError, once", "AlphaError"},
		"not inside a word":         {"TheAlphaError AlphaErrors Alpha_AlphaError_x éAlphaError AlphaErrorß", ""},
		"between other signs":       {"(AlphaError)", "AlphaError"},
		"phrase over lines":         {"PHRASE\n  failed", "Phrase failed"},
		"phrase with a colon":       {"Phrase: no route", "Phrase failed"},
		"code that is no signature": {" quiet ", "Quiet"},
		"no signature in prose":     {"it is Quiet here", ""},
		"field without signature":   {`"code":"Quiet"`, "Quiet"},
		"autorest":                  {`Original Error: Code="AlphaError" Message="x"`, "AlphaError"},
		"azcore":                    {"RESPONSE 409: 409 Conflict\nERROR CODE: AlphaError\n---", "AlphaError"},
		"ARM":                       {"ARM ErrorCode: AlphaError", "AlphaError"},
		"XML":                       {"<Error><Code>AlphaError</Code></Error>", "AlphaError"},
		"Azure CLI":                 {"(x) y\nCode: AlphaError\nMessage: z", "AlphaError"},
		"field of YAML":             {"error:\n  code: \"Quiet\"\n  message: z", "Quiet"},
		"field before prose":        {`Code="AlphaError" Message="BetaError"`, "AlphaError"},
		"phrase before prose":       {"Phrase failed: BetaError", "Phrase failed"},
		"wrapper, original last":    {`SubCode: AlphaError; OrginalError: Code="BetaError" Message="x"`, "BetaError"},
		"flat, last wrapped":        {"AlphaError: BetaError", "BetaError"},
		"nested details":            {`{"code":"AlphaError","details":[{"code":"BetaError"}]}`, "BetaError"},
		"nested, inner first":       {`{"details":[{"code":"BetaError"}],"code":"AlphaError"}`, "BetaError"},
		"siblings, first":           {`{"details":[{"code":"AlphaError"},{"code":"BetaError"}]}`, "AlphaError"},
		"innererror":                {`{"error":{"code":"AlphaError","innererror":{"code":"BetaError"}}}`, "BetaError"},
		"escaped JSON":              {`{"code":"AlphaError","message":"{\"code\":\"BetaError\"}"}`, "BetaError"},
		"escaped twice":             {`{"code":"AlphaError","message":"{\"message\":\"{\\\"code\\\":\\\"GammaError\\\"}\",\"code\":\"BetaError\"}"}`, "GammaError"},
		"escaped autorest":          {`Code="AlphaError" Message="failed: Code=\"BetaError\" x" Code="GammaError"`, "BetaError"},
		"after an escaped newline":  {`{"message":"a\nERROR CODE: AlphaError\n---\nBetaError\n"}`, "AlphaError"},
		"message explains its code": {`{"code":"AlphaError","message":"Phrase failed"}`, "Phrase failed"},
		"details below a message":   {`{"code":"AlphaError","message":"Phrase failed","details":[{"code":"BetaError"}]}`, "BetaError"},
		"cut inside":                {`{"error":{"code":"AlphaError","details":[{"code":"BetaError","mess`, "BetaError"},
		"cut inside the code":       {`{"error":{"code":"AlphaError","details":[{"code":"BetaErr`, "AlphaError"},
		"closing without opening":   {`}]}} {"code":"AlphaError","details":[{"code":"BetaError"}]}`, "BetaError"},
		"unknown code inside":       {`{"code":"AlphaError","details":[{"code":"Other"}]}`, "AlphaError"},
		"exit code is no entry":     {"exit status=50", ""},
		"nothing":                   {"", ""},
	}
	table := smallTable()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			if e := table.Match(test.details).Entry; e != nil {
				got = e.Code
			}
			if got != test.want {
				t.Errorf("Match(%q) finds %q, want %q", test.details, got, test.want)
			}
		})
	}
}

func TestMatchKeepsOuterAndUnknownCodesAndRefinements(t *testing.T) {
	text := `{"error":{"code":"AlphaError","innererror":{"code":"Mystery"},"details":[` +
		`{"code":"BetaError","message":"GammaError AADSTS7000222: exit status=50 exit status=500","x":{"Code" : "Deep.Down"}},` +
		`{"code":"mystery"},{"code":"AlphaError"},{"statusCode":"Conflict"},{"code":401},{"code":"404"}]}}`
	m := smallTable().Match(text)
	if m.Entry == nil || m.Entry.Code != "BetaError" {
		t.Fatalf("Entry is %v", m.Entry)
	}
	if want := []string{"AlphaError"}; !slices.Equal(m.Outer, want) {
		t.Errorf("Outer is %q, want %q", m.Outer, want)
	}
	if want := []string{"Deep.Down", "mystery"}; !slices.Equal(m.Unknown, want) {
		t.Errorf("Unknown is %q, want %q", m.Unknown, want)
	}
	if len(m.Refinements) != 2 || m.Refinements[0].Code != "AADSTS7000222" || m.Refinements[1].Code != "vmssCSE:50" {
		t.Errorf("Refinements are %v", m.Refinements)
	}
}

func TestMatchPrefersACodeFieldThatItDoesNotKnowToAWordOfProse(t *testing.T) {
	m := smallTable().Match(`The image was AlphaError: quota exceeded. Code="Mystery"`)
	if m.Entry != nil || !slices.Equal(m.Unknown, []string{"Mystery"}) {
		t.Errorf("Entry is %v, Unknown is %q", m.Entry, m.Unknown)
	}
}

func TestMatchNamesUnknownCodesOfEveryField(t *testing.T) {
	for text, want := range map[string]string{
		`Code="SomeThing" Message="x"`:                "SomeThing",
		`{\"code\":\"SomeThing\"}`:                    "SomeThing",
		`{\\\"Code\\\": \\\"SomeThing\\\"}`:           "SomeThing",
		"ERROR CODE: SomeThing\n---":                  "SomeThing",
		"ERROR CODE: SomeThing.":                      "SomeThing",
		"ARM ErrorCode: SomeThing":                    "SomeThing",
		"SubCode: SomeThing; Dependency: x":           "SomeThing",
		"<code>Some-Thing</code>":                     "Some-Thing",
		`{"errorCode":"ProvisioningState/failed"}`:    "",
		`{"code":"ProvisioningState/failed/0"}`:       "",
		`{"code":"ProvisioningState/Unavailable"}`:    "",
		`"powerState": { "code": "Running" }`:         "",
		`\"powerState\":{\"code\":\"Stopped\"}`:       "",
		`{"state":{"code":"Running"}}`:                "Running",
		`{"code":"PowerState/running"}`:               "",
		`"code": "ComponentStatus/StdErr/succeeded"`:  "",
		`{\"code\":\"ProvisioningState/failed/New\"}`: "New",
		`Code="ProvisioningState/creating/OS"`:        "OS",
		`{"code":"SomeThi`:                            "",
		"ERROR CODE UNAVAILABLE":                      "",
		"exit code: 5, zipcode: \"X\", decode=\"Y\"":  "",
		"the code: it is bad":                         "",
	} {
		m := smallTable().Match(text)
		if got := strings.Join(m.Unknown, ","); got != want || m.Entry != nil {
			t.Errorf("Match(%q) has unknown %q, want %q", text, got, want)
		}
	}
}

func TestMatchTakesAnyText(t *testing.T) {
	const size = 1 << 20
	table := builtin(t)
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, text := range map[string]string{
		"braces":       repeat("{") + `"code":"NotFound"`,
		"closing":      repeat("}]") + `"code":"NotFound"`,
		"backslashes":  repeat(`\`) + `"NotFound`,
		"fields":       repeat(`"code":"NotFound",`),
		"nested":       repeat(`{"code":"X`) + `","code":"NotFound"`,
		"spaces":       repeat("ERROR CODE:     ") + "NotFound",
		"phrase heads": repeat("ManagedIdentityCredential authentication ") + "NotFound",
		"not UTF-8":    repeat("\xff\xfe") + " NotFound",
	} {
		t.Run(name, func(t *testing.T) {
			if m := table.Match(text); m.Entry == nil || m.Entry.Code != "NotFound" {
				t.Errorf("Entry is %v", m.Entry)
			}
		})
	}
}

func BenchmarkMatchOneMegabyte(b *testing.B) {
	table := builtin(b)
	text := strings.Repeat(`{"code":"X","message":"a \"code\" of NotFound nature","details":[`, 1<<20/64)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		table.Match(text)
	}
}
