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
