package answers_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// An answer that was cut off never passes for a whole one, and says nothing that the whole one does
// not say of something that is missing.
func TestAnAnswerThatWasCutSaysSo(t *testing.T) {
	for name, text := range samples(t) {
		text = strings.TrimSpace(text)
		whole, _ := answers.Read(text)
		for end := range text {
			found, _ := answers.Read(text[:end])
			if len(found) == 0 || len(found) < len(whole) {
				continue // what is missing was not recognised
			}
			if len(found[len(found)-1].Gaps) == 0 && end < len(text) {
				t.Fatalf("%s, cut behind byte %d, passes for whole:\n%s", name, end, describe(found, ""))
			}
			for i := range found {
				for _, a := range found[i].Above {
					if a.Pool+a.ScaleSet == "" {
						t.Fatalf("%s, cut behind byte %d, has a fact about nothing: %s", name, end, factLine(&a.Fact))
					}
				}
			}
			for _, f := range factsOf(found, nil) {
				if f.Status == "Missing" || f.Status == "None" || f.Type == "Disk" && f.Status == "succeeded" {
					if !says(whole, &f) {
						t.Fatalf("%s, cut behind byte %d, says that something is missing: %s", name, end, factLine(&f))
					}
				}
			}
		}
	}
}

// says says whether answers have a fact.
func says(found []answers.Answer, f *snapshot.Fact) bool {
	for _, g := range factsOf(found, nil) {
		if factLine(&g) == factLine(f) {
			return true
		}
	}
	return false
}

// Nothing that names a person, a computer or a secret is in what is read.
func TestNothingThatNamesSomebodyIsRead(t *testing.T) {
	canaries := []string{"canary", "203.0.113.77", "10.9.8.7", "eyJhbGciOi", "s3cr3t", "fd00:1:2:3::9", "b0b0b0b0-1111"}
	message := `The client 'ada@canary.example' with object id 'b0b0b0b0-1111-4000-8000-000000000001' from 203.0.113.77 and fd00:1:2:3::9 ` +
		`failed: Bearer eyJhbGciOiJub25lIn0.eyJuYW1lIjoiY2FuYXJ5In0.x https://x.blob.core.windows.net/?sv=1&sig=s3cr3t password=s3cr3t; kept 169.254.169.254`
	texts := []string{
		fmt.Sprintf(`{"computerName":"aks-np-12345678-vmss000001","statuses":[{"code":"PowerState/running"},{"code":"ProvisioningState/failed/X","message":%q}],`+
			`"extensions":[{"name":"vmssCSE","statuses":[{"code":"ProvisioningState/failed/0","message":%q}]}],"vmAgent":{"statuses":[{"displayStatus":"Not Ready","message":%q}]}}`, message, message, message),
		fmt.Sprintf(`[{"operationName":"Microsoft.Network/x/write","correlationId":"1","status":"Failed","caller":"ada@canary.example","claims":{"name":"Canary","ipaddr":"203.0.113.77"},"properties":{"statusMessage":%q}}]`, message),
		fmt.Sprintf(`{"DocumentIncarnation":1,"Events":[{"EventType":"Reboot","Resources":["aks-np-12345678-vmss_1"],"Description":%q}]}`, message),
		fmt.Sprintf(`{"agentPoolProfiles":[{"name":"np","provisioningState":"Failed","status":{"provisioningError":{"code":"X","message":%q}}}]}`, message),
	}
	for _, sample := range samples(t) {
		texts = append(texts, sample)
	}
	for _, text := range texts {
		found, _ := answers.Read(text)
		said := describe(found, "")
		for _, canary := range canaries {
			if strings.Contains(strings.ToLower(said), strings.ToLower(canary)) {
				t.Errorf("%q is in\n%s", canary, said)
			}
		}
	}
	if found, _ := answers.Read(texts[0]); !strings.Contains(describe(found, ""), "169.254.169.254") {
		t.Error("an address of Azure itself, by which errors are recognised, is gone")
	}
}

// A log of 50 MB is read in some seconds, and what is kept of it is a fraction.
func TestALongLogTakesLittleMemory(t *testing.T) {
	var b strings.Builder
	b.WriteByte('[')
	claims := strings.Repeat(`"x":"0123456789012345678901234567890123456789",`, 40)
	for i := 0; b.Len() < 50<<20; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"claims":{%s"appid":"7319c514-987d-4e9b-ac3d-d38c4f427f4c"},"correlationId":"%d","eventTimestamp":"2026-05-19T20:%02d:%02dZ",`+
			`"operationName":{"value":"Microsoft.Compute/virtualMachineScaleSets/virtualmachines/restart/action"},"status":{"value":"Succeeded"},`+
			`"resourceId":"/subscriptions/1/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/aks-np-12345678-vmss/virtualMachines/%d"}`, claims, i, i/60%60, i%60, i%1000)
	}
	b.WriteByte(']')
	text := b.String()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	found, _ := answers.Read(text)
	took := time.Since(begin)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if len(found) != 1 || len(found[0].Facts) < 10_000 || len(found[0].Gaps) > 0 {
		t.Fatalf("it is read as %d answers", len(found))
	}
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > 30<<20 || took > 30*time.Second { //nolint:gosec // far below the limits
		t.Errorf("%d facts take %d MB and %s", len(found[0].Facts), kept>>20, took)
	}
	runtime.KeepAlive(found)
	runtime.KeepAlive(text)
}

// FuzzRead reads any text. What is read can be used: facts have a source, a type and a node that can be
// one, and texts are bounded.
func FuzzRead(f *testing.F) {
	for _, text := range samples(f) {
		f.Add(text)
	}
	for _, text := range []string{"", "[", "{", `{"value":[`, "```json\n[]\n```", "az lock list \\\n-g x\n[]", `"statuses": [{"code":"PowerState/running"}]`, "> {}\n> []", `[{"operationName":1,"status":{"value":2},"correlationId":[]}]`,
		// The name of the VM, and so of its scale set, has a slash.
		`{"instanceId": "36", "name": "aks-np/8-vmss_36", "provisioningState": "Succeeded", "type": "Microsoft.Compute/virtualMachineScaleSets/virtualMachines"}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		answers.Looks(text)
		found, _ := answers.Read(text)
		for i := range found {
			if found[i].Page.What == "" {
				t.Errorf("an answer of no kind: %+v", found[i])
			}
		}
		for _, fact := range factsOf(found, []answers.Node{{Name: "aks-np-12345678-vmss000001", Pool: "np"}, {Name: "aksnp000000"}}) {
			if fact.Source == "" || fact.Type == "" || strings.ContainsAny(fact.Node, " /_") || len(fact.Message) > 16<<10 {
				t.Errorf("the fact %+v", fact)
			}
		}
	})
}
