package testenv

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// assetsVariable names the folder of the binaries; envtest reads the same variable.
const assetsVariable = "KUBEBUILDER_ASSETS"

// remedy ends every message about a binary that is not there.
const remedy = "run `make test`, or `export " + assetsVariable + "=$(make -s testenv)` before `go test`"

// Binary returns the path of one of the built programs: etcd, kube-apiserver,
// kube-controller-manager or kubectl. The test fails when it is not there.
func Binary(t testing.TB, name string) string {
	t.Helper()
	path, err := binary(os.Getenv(assetsVariable), name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// binary finds a program in the folder of the built ones.
func binary(assets, name string) (string, error) {
	if assets == "" {
		return "", errors.New(assetsVariable + " is not set, so there is no Kubernetes to test against: " + remedy)
	}
	path := filepath.Join(assets, name)
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("looking for %s in the folder that %s names: %w: %s", name, assetsVariable, err, remedy)
	}
	if info.IsDir() {
		return "", fmt.Errorf("%s is a folder, not a program: %s", path, remedy)
	}
	return path, nil
}

// leaveOutIfShort ends the test as skipped under -short, and says so.
func leaveOutIfShort(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Log("left out under -short: this test needs a Kubernetes API server")
		t.SkipNow()
	}
}
