package testenv

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBinaryIsFoundInTheNamedFolder(t *testing.T) {
	folder := t.TempDir()
	want := filepath.Join(folder, "etcd")
	if err := os.WriteFile(want, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	got, err := binary(folder, "etcd")
	if err != nil || got != want {
		t.Errorf("binary = %q, %v; want %q", got, err, want)
	}
}

func TestBinaryThatIsMissingSaysWhatToDo(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "etcd"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, assets, binary, want string }{
		{"no folder is named", "", "kubectl", "KUBEBUILDER_ASSETS is not set"},
		{"the folder does not exist", filepath.Join(folder, "none"), "kubectl", "no such file"},
		{"the program does not exist", folder, "kubectl", "looking for kubectl"},
		{"a folder has its name", folder, "etcd", "is a folder"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := binary(test.assets, test.binary)
			if err == nil {
				t.Fatal("binary found something")
			}
			for _, want := range []string{test.want, "`make test`", "`export KUBEBUILDER_ASSETS=$(make -s testenv)`"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error is %q, without %q", err, want)
				}
			}
		})
	}
}
