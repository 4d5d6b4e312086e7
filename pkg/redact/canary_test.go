package redact

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// shapes are forms in which a name can look like a word of Kubernetes or Azure; %[1]d is a
// number and %[2]s a word, both unique to each field.
var shapes = []string{
	"canary%[1]d", "canary%[2]s", "Canary%[2]s", "NodeCanary%[2]sPressure", "CANARY%[1]d", "v1.3-canary%[1]d", "canary-%[1]d/canary-%[1]d",
	"Standard_canary%[1]d", "AKSUbuntu-canary%[2]s", "canary%[2]s-1", "canary%[1]d.kubernetes.io/canary%[1]d", "node-role.kubernetes.io/canary%[2]s",
	"kubernetes.azure.com/canary%[2]s", "aks-canary%[1]d-12345678-vmss00000a", "MC_canary%[1]d_canary%[2]s_uksouth", "MC_rg_cluster_canary%[2]s",
	"azure:///subscriptions/canary%[1]d/resourceGroups/canary%[2]s/providers/Microsoft.Compute/virtualMachines/canary%[1]d", "the node canary%[2]s failed",
	"files /home/canary%[2]s/canary%[1]d.json", "context canary%[2]s (https://canary%[1]d.example.org)", "code: Canary%[2]s", "a postal code: canary%[2]s",
	"https://prod.example.org/k8s?sig=canary%[2]s%%2B%%3D&code=Canary%[2]s", "GET https://10.0.0.1:6443/?code=canary%[1]d&sv=2026&se=canary%[2]s",
}

// seeder puts a canary of a shape into every string that a value can hold.
type seeder struct {
	shape string
	count int
}

func (s *seeder) seed(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		s.count++
		word := string([]rune{'a' + rune(s.count/26/26%26), 'a' + rune(s.count/26%26), 'a' + rune(s.count%26)})
		v.SetString(fmt.Sprintf(s.shape, s.count, word))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		s.seed(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		s.seed(v.Index(0))
		s.seed(v.Index(1))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		s.seed(key)
		s.seed(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				s.seed(v.Field(i))
			}
		}
	}
}

// unknownCode is a code in a message: it stays, because it says what the error means.
var unknownCode = regexp.MustCompile(`"message":"code: Canary[a-z]{3}"`)

func TestNoCanaryOfAnyFieldIsLeft(t *testing.T) {
	for _, shape := range shapes {
		snapshot, s := &snapshot.Snapshot{}, &seeder{shape: shape}
		s.seed(reflect.ValueOf(snapshot).Elem())
		snapshot.Settings = nil // numbers and times that do not come from a cluster
		if s.count < 5000 {
			t.Fatalf("only %d fields have a canary", s.count)
		}
		after := unknownCode.ReplaceAllString(everything(t, redactor(t).Snapshot(snapshot)), "")
		for _, at := range regexp.MustCompile(`(?i)canary`).FindAllStringIndex(after, 5) {
			t.Errorf("%s is left: …%s…", shape, strings.ReplaceAll(after[max(0, at[0]-100):min(len(after), at[1]+30)], "\n", " "))
		}
	}
}

// numbers are forms of an address or a number that identify somebody, with a number that is unique to each
// field, and what matches them in an output.
var numbers = []struct{ shape, left string }{
	{"bind to 0x0a%06[1]x failed", `(?i)0x0a[0-9a-f]{6}`}, {"0xC0A8%04[1]x", `(?i)0xc0a8[0-9a-f]{4}`}, {"0XAC10%04[1]X", `(?i)0xac10[0-9a-f]{4}`}, {"0x8D74%04[1]x", `(?i)0x8d74`}, {"0xC021%04[1]x", `(?i)0xc021`},
	{"route a0%05[1]x", `\ba0[0-9a-f]{5}\b`}, {"peer c0a8%04[1]x.", `peer c0a8`}, {"from 1677%05[1]d", `\b1677\d{5}\b`}, {"(32322%05[1]d)", `\b32322\d{5}\b`},
	{"card 4111 1111 1111 %04[1]d", `\b1111\b`}, {"card 3782 822463 1%04[1]d", `\b3782\b|822463`}, {"call +49 170 77%04[1]d", `\+49|\b170\b`},
	{"call (425) 555-%04[1]d", `\(425\)|\b555-`}, {"call 0170 555 %04[1]d", `\b0170\b|\b555\b`}, {"account 370 400 %04[1]d 0532", `0532|\b400\b`},
	{"card 4111\u00a01111\u202f1111\u2009%04[1]d", `\b4111\b|\b1111\b`}, {"card 3782\t822463\t1%04[1]d", `\b3782\b|822463`}, {"call +49\u00a0170\u202f77%04[1]d", `\+49|\b170\b`},
	{"card 4111\u20111111\u20131111\u2212%04[1]d", `\b4111\b|\b1111\b`}, {"call 0170\u2014555\u2007%04[1]d", `\b0170\b|\b555\b`}, {"account 370\u200b400\u00ad%04[1]d\ufeff0532", `0532|\b400\b`},
	{"call (425)\u00a0555-%04[1]d", `\(425\)|\b555-`}, {"call (425)\u2009555\u2013%04[1]d", `\(425\)|\b555\b`}, {"from 10.224.0.77 8080 9090 %05[1]d", `\b224\b`},
	{"row 3:4111 1111 1111 %04[1]d", `\b4111\b|\b1111\b`}, {"line 12:0170 5551 %04[1]d was", `\b0170\b|\b5551\b`}, {"called 0170 5551 %04[1]d:3036 by", `\b0170\b|\b5551\b`},
	{"card 4111 1111 %04[1]d 1111:443", `\b4111\b|\b1111\b`}, {"x 2.4111 1111 1111 %04[1]d", `\b4111\b|\b1111\b`}, {"total %04[1]d 1111 1111 1111.50 EUR", `\b1111\b`},
	{"account 370 400 %04[1]d 0532:00", `\b370\b|\b0532\b|\b400\b`}, {"iban DE12:3704 0044 0532 %04[1]d 77", `\b3704\b|\b0044\b|\b0532\b| 77\b`}, {"3:+49 170 555%04[1]d", `\+49|\b170\b`},
	{"from 10.224.0.77 8080 9%03[1]d", `\b224\b|\b8080\b`}, {"8080 9%03[1]d 10.224.0.77", `\b224\b|\b8080\b`}, {"at 10.224.0.77:8080 9090 7%03[1]d", `\b224\b|\b8080\b|\b9090\b`}, {"12\t425 555-%04[1]d", `\b425\b|\b555\b`},
	{"line 12:0170\u00a05551\t%04[1]d", `\b0170\b|\b5551\b`}, {"called 0170\u20135551\u2013%04[1]d:3036", `\b0170\b|\b5551\b`}, {"2.4111\u00a01111\u00a0%04[1]d", `\b4111\b|\b1111\b`},
	{"https://a.example/?sig=%[2]skkkkcanary", `(?i)canary`}, {"%%3Fsig%%3Dcanary%[2]s", `(?i)canary`},
}

func TestNoNumberThatIdentifiesIsLeft(t *testing.T) {
	for _, number := range numbers {
		snapshot, s := &snapshot.Snapshot{}, &seeder{shape: number.shape}
		if strings.HasSuffix(fmt.Sprintf(number.shape, 1, "a"), "MISSING)") {
			t.Fatalf("%s is no shape", number.shape)
		}
		s.seed(reflect.ValueOf(snapshot).Elem())
		snapshot.Settings = nil
		after := everything(t, redactor(t).Snapshot(snapshot))
		for _, at := range regexp.MustCompile(number.left).FindAllStringIndex(after, 3) {
			t.Errorf("%s is left: …%s…", number.shape, strings.ReplaceAll(after[max(0, at[0]-100):min(len(after), at[1]+30)], "\n", " "))
		}
	}
}

// What looks like these numbers, and identifies nobody, stays.
func TestNumbersThatIdentifyNobodyStay(t *testing.T) {
	for _, text := range []string{
		"Ready   10   2048   3000   8080:3123/TCP   5m", "10\u00a0\u00a02048\u00a0\u00a03000\u00a0\u00a0443", "10\t20\t30\t40", "10\t5m\t2048\t3000",
		"10.0.1\t1025\t8080", "1.33.7\t1025\t9100\t12:30", "8080\t9090\t10.0.1", "11:30:00\t1024\t2048", "11:30:00 +0000\t1024\t2048", "11:30:00.125\t1024\t2048", "1024\t2048\t0.25.", "x: 12:30\t1024\t2048\t", "10–20 and 2048—4096",
		"failed with 0x80070005 and 0xC0000005", "at 11:30:00 +0000", "error 137", "10 20 30 of 500", "2026-11-28T11:30:00Z", "failed 10m30s",
	} {
		if got := redactor(t).Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
