package release

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/house"
)

// standIn is a release for all platforms whose programs are not compiled: what is packed
// and described does not depend on what the programs hold.
func standIn(t *testing.T) (dist string) {
	t.Helper()
	r := &Release{Version: testVersion, Root: repository, Dist: filepath.Join(t.TempDir(), "dist"), source: source{at: committed}}
	files := map[string][]byte{}
	sums := map[Platform]string{}
	for _, p := range Platforms() {
		binary := filepath.Join(t.TempDir(), p.binary())
		if err := os.WriteFile(binary, []byte("a program for "+p.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		packed, err := r.archive(p, binary)
		if err != nil {
			t.Fatal(err)
		}
		files[p.archive(r.Version)], sums[p] = packed, sum(packed)
	}
	manifest, err := render(r.Version, Platforms(), sums)
	if err != nil {
		t.Fatal(err)
	}
	files[manifestFile] = manifest
	files[sumsFile] = checksums(files)
	files[indexFile] = manifest
	if err := r.write(files); err != nil {
		t.Fatal(err)
	}
	return r.Dist
}

func TestTheManifestOfAReleaseSuitsKrewAndItsArchives(t *testing.T) {
	dist := standIn(t)
	if err := Check(dist); err != nil {
		t.Error(err)
	}
	text := read(t, filepath.Join(dist, manifestFile))
	for _, fault := range house.Manifest(text) {
		t.Error(fault)
	}
	if bytes.Contains(text, []byte("no release yet")) {
		t.Error("the manifest of a release says that there is none")
	}
	licence, others := read(t, filepath.Join(repository, "LICENSE")), read(t, filepath.Join(repository, licencesFile))
	for _, p := range Platforms() {
		name := p.archive(testVersion)
		files, err := unpack(name, read(t, filepath.Join(dist, name)))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) != 4 || string(files[0].data) != "a program for "+p.String() || !bytes.Equal(files[1].data, licence) || !bytes.Equal(files[3].data, others) {
			t.Errorf("%s does not hold its program, the licence and those of what is linked", name)
		}
	}
}

func TestTheManifestsOfTheRepositoryAreRendered(t *testing.T) {
	text := read(t, filepath.Join(repository, manifestFile))
	var m manifest
	if err := yaml.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	sums := map[Platform]string{}
	for i, p := range m.Spec.Platforms {
		sums[Platforms()[i]] = p.SHA256
	}
	want, err := render(m.Spec.Version, Platforms(), sums)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, want) {
		t.Errorf("%s is not what manifest.yaml.tmpl gives; want\n%s", manifestFile, want)
	}
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	first := Platforms()[0].archive(testVersion)
	for _, test := range []struct {
		name, want string
		change     func(t *testing.T, dist string)
	}{
		{"a byte of an archive", first + " has not the sum", func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, first), func(s string) string { return s + "x" })
		}},
		{"an archive is gone", "no such file", func(t *testing.T, dist string) {
			if err := os.Remove(filepath.Join(dist, first)); err != nil {
				t.Fatal(err)
			}
		}},
		{"the manifests differ", "differ", func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, indexFile), func(s string) string { return s + "# more\n" })
		}},
		{"a sum of the manifest", "another sum for " + first, func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, manifestFile), func(s string) string { return replaceSum(s, strings.Repeat("a", 64)) })
		}},
		{"a file that no archive has", "has no NOTICE", func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, manifestFile), func(s string) string { return strings.Replace(s, "from: LICENSE", "from: NOTICE", 1) })
		}},
		{"a program that no archive has", "has no program autorepair", func(t *testing.T, dist string) {
			edit(t, filepath.Join(dist, manifestFile), func(s string) string {
				return strings.Replace(s, "bin: kubectl-autorepair\n", "bin: autorepair\n", 1)
			})
		}},
		{"no sums", "checksums.txt", func(t *testing.T, dist string) {
			if err := os.Remove(filepath.Join(dist, sumsFile)); err != nil {
				t.Fatal(err)
			}
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

func edit(t *testing.T, path string, change func(string) string) {
	t.Helper()
	old := string(read(t, path))
	text := change(old)
	if text == old {
		t.Fatalf("%s was not changed", path)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// replaceSum puts another sum in place of the manifest's first.
func replaceSum(manifest, sum string) string {
	before, after, _ := strings.Cut(manifest, `sha256: "`)
	return before + `sha256: "` + sum + after[64:]
}

func TestAllPlatformsAreReleasedUnlessSomeAreNamed(t *testing.T) {
	all, err := parsePlatforms("")
	if err != nil || len(all) != 6 {
		t.Errorf("got %v, %v, want six", all, err)
	}
	some, err := parsePlatforms("linux/amd64,windows/arm64")
	if err != nil || len(some) != 2 || some[1] != (Platform{"windows", "arm64"}) {
		t.Errorf("got %v, %v, want two", some, err)
	}
}
