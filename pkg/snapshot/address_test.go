package snapshot_test

import (
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

func TestAnAddressIsPrintedWithoutItsSecrets(t *testing.T) {
	for address, want := range map[string]string{
		"https://prod:6443":                   "https://prod:6443",
		"https://u:secret@prod/k8s":           "https://u:xxxxx@prod/k8s",
		"https://prod/k8s?sig=a%2Bb&code=1":   "https://prod/k8s?code=xxxxx&sig=xxxxx",
		"https://u:secret@prod/?sig=s;code=1": "https://u:xxxxx@prod/?xxxxx",
		"https://prod/#token=s":               "https://prod/#xxxxx",
	} {
		if got := snapshot.Address(address); got != want {
			t.Errorf("%s is printed as %s, want %s", address, got, want)
		}
	}
}
