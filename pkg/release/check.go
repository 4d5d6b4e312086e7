package release

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// manifest is what a release is checked for in krew's manifest.
type manifest struct {
	Spec struct {
		Version   string `json:"version"`
		Platforms []struct {
			URI    string `json:"uri"`
			SHA256 string `json:"sha256"`
			Files  []struct {
				From string `json:"from"`
			} `json:"files"`
			Bin string `json:"bin"`
		} `json:"platforms"`
	} `json:"spec"`
}

// Check reads the folder of a release back: the sums are those of the files, every archive
// that the manifest names is there with that sum and has the files that krew will look for,
// and both manifests are the same. It returns everything that is wrong.
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
			err = fmt.Errorf("%s has not the sum that %s gives", name, sumsFile)
		}
		faults = append(faults, err)
		files[name] = data
	}
	var m manifest
	if err := yaml.Unmarshal(files[manifestFile], &m); err != nil {
		return errors.Join(append(faults, fmt.Errorf("reading %s: %w", manifestFile, err))...)
	}
	index, err := os.ReadFile(filepath.Join(dist, filepath.FromSlash(indexFile)))
	if err == nil && !bytes.Equal(index, files[manifestFile]) {
		err = fmt.Errorf("%s and %s differ", manifestFile, indexFile)
	}
	return errors.Join(append(append(faults, err), m.check(files)...)...)
}

// check holds the manifest against the archives.
func (m *manifest) check(files map[string][]byte) []error {
	var faults []error
	for _, p := range m.Spec.Platforms {
		name := p.URI[strings.LastIndex(p.URI, "/")+1:]
		if sum(files[name]) != p.SHA256 {
			faults = append(faults, fmt.Errorf("the manifest has another sum for %s", name))
			continue
		}
		packed, err := unpack(name, files[name])
		faults = append(faults, err)
		held := map[string]bool{} // by name: whether it can be run
		for _, f := range packed {
			held[f.name] = f.executable
		}
		for _, f := range p.Files {
			if _, ok := held[f.From]; !ok {
				faults = append(faults, fmt.Errorf("%s has no %s, only %q", name, f.From, slices.Sorted(maps.Keys(held))))
			}
		}
		if !held[p.Bin] {
			faults = append(faults, fmt.Errorf("%s has no program %s", name, p.Bin))
		}
	}
	return faults
}
