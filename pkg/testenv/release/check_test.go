package release

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckFindsWhatIsWrong(t *testing.T) {
	first := readManifest(t, filepath.Join(repository, manifestFile)).Spec.Platforms[0]
	bill := first.bill()
	for _, test := range []struct {
		name, want string
		change     func(t *testing.T, dist string)
	}{
		{"a byte of an archive", first.archive() + " does not have the sum", func(t *testing.T, dist string) {
			write(t, filepath.Join(dist, first.archive()), []byte("x"))
		}},
		{"an archive is gone", "no such file", func(t *testing.T, dist string) { remove(t, filepath.Join(dist, first.archive())) }},
		{"no sums", sumsFile, func(t *testing.T, dist string) { remove(t, filepath.Join(dist, sumsFile)) }},
		{"the manifests differ", "differ", func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, indexFile), "kind: Plugin", "kind: plugin")
		}},
		{"a manifest that krew refuses", manifestFile + ": it is no v1alpha2 Plugin", func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, manifestFile), "kind: Plugin", "kind: plugin")
		}},
		{"a sum of the manifest", "another sum for " + first.archive(), func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, manifestFile), readManifest(t, filepath.Join(dist, manifestFile)).Spec.Platforms[0].SHA256, strings.Repeat("a", 64))
		}},
		{"no licences in an archive", "has no LICENSES.md", func(t *testing.T, dist string) {
			replaceArchive(t, dist, pack(t, first.archive(), first.Bin, "LICENSE", "README.md"))
		}},
		{"a program that cannot be run", "has no " + first.Bin, func(t *testing.T, dist string) {
			replaceArchive(t, dist, pack(t, first.archive(), "README.md", "LICENSE", first.Bin, "LICENSES.md"))
		}},
		{"one file more", "has notes too", func(t *testing.T, dist string) {
			replaceArchive(t, dist, pack(t, first.archive(), first.Bin, "LICENSE", "README.md", "LICENSES.md", "notes"))
		}},
		{"what is no archive", "unpacking " + first.archive(), func(t *testing.T, dist string) { replaceArchive(t, dist, []byte("text")) }},
		{"no SBOM", "reading " + bill, func(t *testing.T, dist string) { edit(t, filepath.Join(dist, sumsFile), bill, manifestFile) }},
		{"an SBOM of another version", bill + " is of version v9.9.9", func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, bill), `"version": "v`, `"version": "v9.9.9", "was": "`)
		}},
		{"a module is missing", "lists k8s.io/client-go: false", func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, bill), listed("k8s.io/client-go"), listed("example.com/other"))
		}},
		{"a module of the tests", "lists sigs.k8s.io/controller-runtime: true", func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, bill), `"components": [`, `"components": [`+listed("sigs.k8s.io/controller-runtime")+",")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dist := standIn(t)
			test.change(t, dist)
			if err := Check(dist); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
