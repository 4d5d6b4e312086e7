package knowledge

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// nested is an Azure error with a known depth of its innermost known code.
type nested struct {
	text  string
	inner string
	outer []string // innermost first
}

// randomError wraps codes of smallTable in one another, from the inside out, in the ways
// in which Azure services and their clients do it.
func randomError(r *rand.Rand) nested {
	codes := []string{"AlphaError", "BetaError", "GammaError"}
	r.Shuffle(len(codes), func(i, j int) { codes[i], codes[j] = codes[j], codes[i] })
	e := nested{text: field(r, codes[0], `"message":"the end"`), inner: codes[0]}
	for _, code := range codes[1:] {
		e.text, e.outer = wrap(r, code, e.text), append(e.outer, code)
	}
	return e
}

func field(r *rand.Rand, code, more string) string {
	forms := []string{`{"code":"%s",%s}`, `{"Code": "%s", %s}`, `{%[2]s,"code":"%[1]s"}`, `{"code" : "%s",%s}`}
	return fmt.Sprintf(forms[r.IntN(len(forms))], code, more)
}

func wrap(r *rand.Rand, code, inner string) string {
	quoted, err := json.Marshal("it failed: " + inner + " and so on")
	if err != nil {
		panic(err) // a text always marshals
	}
	switch r.IntN(5) {
	case 0:
		return field(r, code, `"details":[`+inner+`,{"code":"Other"}]`)
	case 1:
		return field(r, code, `"innererror":`+inner)
	case 2:
		return `{"status":"Failed","error":` + field(r, code, `"details":[`+inner+`]`) + `}`
	case 3:
		return field(r, code, `"message":`+string(quoted))
	default:
		return field(r, code, `"additionalInfo":[{"info":`+inner+`}]`)
	}
}

func TestMatchFindsTheInnermostOfAnyNesting(t *testing.T) {
	table := smallTable()
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		e := randomError(r)
		m := table.Match(e.text)
		if m.Entry == nil || m.Entry.Code != e.inner || strings.Join(m.Outer, ",") != strings.Join(e.outer, ",") {
			t.Fatalf("Match finds %v inside of %q, want %s inside of %q, in\n%s", m.Entry, m.Outer, e.inner, e.outer, e.text)
		}
	}
}

func TestMatchOfACutTextNamesOnlyWhatIsStillThere(t *testing.T) {
	table := smallTable()
	r := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		e := randomError(r)
		for end := range len(e.text) {
			cut := e.text[:end]
			m := table.Match(cut)
			if m.Entry != nil && !strings.Contains(cut, m.Entry.Code) {
				t.Fatalf("Match finds %s in\n%s", m.Entry.Code, cut)
			}
			if m.Entry == nil && strings.Contains(cut, e.inner) {
				t.Fatalf("Match finds nothing in\n%s", cut)
			}
			if len(m.Unknown) > 0 && m.Unknown[0] != "Other" {
				t.Fatalf("Match calls %q unknown in\n%s", m.Unknown, cut)
			}
		}
	}
}

// frames are the ways in which a message is pasted.
var frames = map[string]func(message string) string{
	"a line of kubectl get events": func(m string) string {
		return "3m12s   Warning   NodeRedeployError   node/aks-np-12345678-vmss00000a   " + m + "\n"
	},
	"a block of kubectl describe": func(m string) string {
		return "Events:\n  Type     Reason           Age   From             Message\n" +
			"  Normal   NodeRebootStart  9m    aks-auto-repair  Node auto-repair is initiating a reboot action due to NotReady status persisting >5 minutes. Learn more: aka.ms/aks/node-auto-repair\n" +
			"  Warning  NodeRebootError  9m    aks-auto-repair  " + m + "\n"
	},
	"an event as JSON": func(m string) string {
		data, err := json.MarshalIndent(map[string]any{"kind": "Event", "message": m, "reason": "NodeRebootError", "type": "Warning"}, "", "  ")
		if err != nil {
			panic(err) // a text always marshals
		}
		return string(data)
	},
	"a quotation": func(m string) string { return "> " + strings.ReplaceAll(m, "\n", "\n> ") },
	"a wide line": func(m string) string { return strings.Join(strings.Fields(m), "\n      ") },
}

func TestLookupFindsEveryExampleInEveryFrame(t *testing.T) {
	table := builtin(t)
	for _, e := range table.Entries() {
		if e.Kind != KindCode && e.Kind != KindState {
			continue
		}
		for _, example := range e.Examples {
			for name, frame := range frames {
				if found := table.Lookup(frame(example)); len(found) == 0 || found[0] != e {
					t.Errorf("%s in %s leads to %q:\n%s", e.Code, name, codesOf(found), frame(example))
				}
			}
		}
	}
}
