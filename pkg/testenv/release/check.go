package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/house"
)

// program is the plugin's name; kubectl finds a plugin by it.
const program = "kubectl-autorepair"

// The files of a release besides the archives and their SBOMs.
const (
	sumsFile     = "checksums.txt"
	manifestFile = "krew-manifest.yaml"
	indexFile    = "plugins/autorepair.yaml"
)

// platform is what a release is checked for of a platform in krew's manifest.
type platform struct {
	URI    string `json:"uri"`
	SHA256 string `json:"sha256"`
	Bin    string `json:"bin"`
}

// manifest is what a release is checked for in krew's manifest.
type manifest struct {
	Spec struct {
		Version          string     `json:"version"`
		Homepage         string     `json:"homepage"`
		ShortDescription string     `json:"shortDescription"`
		Description      string     `json:"description"`
		Caveats          string     `json:"caveats"`
		Platforms        []platform `json:"platforms"`
	} `json:"spec"`
}

// Check reads the folder of a release: the sums are those of the files, both manifests are the
// same and krew can install the plugin by them on all platforms, and each archive that they name
// has that sum, its files and its SBOM. It returns everything that is wrong.
func Check(dist string) error {
	sums, err := os.ReadFile(filepath.Join(dist, sumsFile))
	if err != nil {
		return fmt.Errorf("checking the release: %w", err)
	}
	var faults []error
	files := map[string][]byte{}
	for line := range strings.Lines(string(sums)) {
		want, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		data, err := os.ReadFile(filepath.Join(dist, name))
		if err == nil && sum(data) != want {
			err = fmt.Errorf("%s does not have the sum that %s gives", name, sumsFile)
		}
		faults = append(faults, err)
		files[name] = data
	}
	index, err := os.ReadFile(filepath.Join(dist, filepath.FromSlash(indexFile)))
	if err == nil && !bytes.Equal(index, files[manifestFile]) {
		err = fmt.Errorf("%s and %s differ", manifestFile, indexFile)
	}
	faults = append(faults, err)
	for _, fault := range house.Manifest(files[manifestFile]) {
		faults = append(faults, fmt.Errorf("%s: %s", manifestFile, fault))
	}
	var m manifest
	if err := yaml.Unmarshal(files[manifestFile], &m); err != nil {
		return errors.Join(append(faults, err)...)
	}
	for _, p := range m.Spec.Platforms {
		faults = append(faults, p.check(files), checkBill(files, p.bill(), m.Spec.Version))
	}
	return errors.Join(faults...)
}

// archive returns the name of the platform's archive.
func (p platform) archive() string { return path.Base(p.URI) }

// bill returns the name of the platform's SBOM.
func (p platform) bill() string {
	return strings.TrimSuffix(strings.TrimSuffix(p.archive(), ".zip"), ".tar.gz") + "_sbom.cdx.json"
}

// check compares a platform of the manifest with its archive.
func (p platform) check(files map[string][]byte) error {
	if sum(files[p.archive()]) != p.SHA256 {
		return fmt.Errorf("the manifest has another sum for %s", p.archive())
	}
	held, err := unpack(p.archive(), files[p.archive()])
	if err != nil {
		return err
	}
	want := map[string]os.FileMode{p.Bin: 0o755, "LICENSE": 0o644, "README.md": 0o644, "LICENSES.md": 0o644}
	var faults []error
	for name, mode := range want {
		if f, ok := held[name]; !ok || len(f.data) == 0 || f.mode != mode {
			faults = append(faults, fmt.Errorf("%s has no %s, or it is empty, or its mode is not %s", p.archive(), name, mode))
		}
	}
	for name := range held {
		if _, wanted := want[name]; !wanted {
			faults = append(faults, fmt.Errorf("%s has %s too", p.archive(), name))
		}
	}
	return errors.Join(faults...)
}

// component is a module in a list of CycloneDX.
type component struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// checkBill reads an SBOM: it is of the version, and has modules that are built in and not one that
// only tests use.
func checkBill(files map[string][]byte, name, version string) error {
	var bill struct {
		Metadata struct {
			Component component `json:"component"`
		} `json:"metadata"`
		Components []component `json:"components"`
	}
	if err := json.Unmarshal(files[name], &bill); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	var faults []error
	if bill.Metadata.Component.Version != version {
		faults = append(faults, fmt.Errorf("%s is of version %s", name, bill.Metadata.Component.Version))
	}
	listed := map[string]bool{}
	for _, c := range bill.Components {
		listed[c.Name] = true
	}
	for module, want := range map[string]bool{
		"std": true, "k8s.io/client-go": true, "github.com/spf13/cobra": true,
		"sigs.k8s.io/controller-runtime": false,
	} {
		if listed[module] != want {
			faults = append(faults, fmt.Errorf("%s lists %s: %t, want %t", name, module, listed[module], want))
		}
	}
	return errors.Join(faults...)
}

func sum(data []byte) string {
	digest := sha256.Sum256(data)
	return hex.EncodeToString(digest[:])
}
