package snapshot

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

func TestScaleSetOfNames(t *testing.T) {
	whole := regexp.MustCompile(`^(aks-[a-z0-9]+-[0-9]+-vmss)([0-9a-zA-Z]{6})$`)
	parts := []string{"aks", "-", "user", "User", "12345678", "vmss", "vmss000001", "00000a", "00000Z", "0", "", "ä", "\n", "-vmss", "aks-p-1-vmss", "00000", "é0000"}
	random, found := rand.New(rand.NewPCG(1, 2)), 0
	for range 200_000 {
		name := ""
		for range random.IntN(9) {
			name += parts[random.IntN(len(parts))]
		}
		var want [2]string
		if m := whole.FindStringSubmatch(name); m != nil {
			want, found = [2]string{m[1], m[2]}, found+1
		}
		if set, instance := ScaleSetOf(name); set != want[0] || instance != want[1] {
			t.Fatalf("%q is of %q and %q, want %q", name, set, instance, want)
		}
	}
	if found < 100 {
		t.Errorf("only %d of the names are those of nodes", found)
	}
}
