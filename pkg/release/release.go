package release

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/version"
)

// The files of a release beside the archives.
const (
	sumsFile     = "checksums.txt"
	manifestFile = "krew-manifest.yaml"
	indexFile    = "plugins/autorepair.yaml"
)

// Release is one version to be published.
type Release struct {
	// Version is a semantic one with a v before it.
	Version string
	// Root is the repository, Dist the folder that is filled; what was in it is removed.
	Root, Dist string
	Platforms  []Platform
	source     source
	progress   io.Writer
}

// Make builds, packs, describes and checks the release. It returns the first error; the
// folder then holds no release.
func (r *Release) Make(ctx context.Context) error {
	if _, err := version.ParseSemantic(r.Version); err != nil || !strings.HasPrefix(r.Version, "v") {
		return fmt.Errorf("%q is not a version such as v1.2.3", r.Version)
	}
	work, err := os.MkdirTemp("", "release-")
	if err != nil {
		return fmt.Errorf("making a folder for the binaries: %w", err)
	}
	defer func() { _ = os.RemoveAll(work) }() // what stays is the system's to clean
	binaries := map[Platform]string{}
	for _, p := range r.Platforms {
		fmt.Fprintf(r.progress, "building %s for %s\n", r.Version, p)
		if binaries[p], err = r.goBuild(ctx, p, work); err != nil {
			return err
		}
	}
	files, err := r.files(binaries)
	if err != nil {
		return err
	}
	if err := r.write(files); err != nil {
		return err
	}
	return Check(r.Dist)
}

// files are the contents of the folder, by path.
func (r *Release) files(binaries map[Platform]string) (map[string][]byte, error) {
	files := map[string][]byte{}
	sums := map[Platform]string{}
	for _, p := range r.Platforms {
		packed, err := r.archive(p, binaries[p])
		if err != nil {
			return nil, err
		}
		files[p.archive(r.Version)] = packed
		sums[p] = sum(packed)
	}
	manifest, err := render(r.Version, r.Platforms, sums)
	if err != nil {
		return nil, err
	}
	bill, err := r.sbom(binaries)
	if err != nil {
		return nil, err
	}
	files[program+"_"+r.Version+"_sbom.cdx.json"] = bill
	files[manifestFile] = manifest
	files[sumsFile] = checksums(files)
	files[indexFile] = manifest
	return files, nil
}

// archive packs the program with what belongs to it.
func (r *Release) archive(p Platform, binary string) ([]byte, error) {
	files := []file{{name: p.binary(), executable: true}, {name: "LICENSE"}, {name: "README.md"}, {name: filepath.Base(licencesFile)}}
	for i, path := range []string{binary, filepath.Join(r.Root, "LICENSE"), filepath.Join(r.Root, "README.md"), filepath.Join(r.Root, licencesFile)} {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("reading what goes into the archive for %s: %w", p, err)
		}
		files[i].data = data
	}
	return pack(p.archive(r.Version), files, r.source.at)
}

// write makes the folder anew.
func (r *Release) write(files map[string][]byte) error {
	if err := os.RemoveAll(r.Dist); err != nil {
		return fmt.Errorf("emptying the folder of the release: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(r.Dist, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("making the folder of the release: %w", err)
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return fmt.Errorf("writing the release: %w", err)
		}
	}
	return nil
}

func sum(data []byte) string {
	digest := sha256.Sum256(data)
	return hex.EncodeToString(digest[:])
}

// checksums are the sums of files in the form of sha256sum, by name.
func checksums(files map[string][]byte) []byte {
	var text bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&text, "%s  %s\n", sum(files[name]), name)
	}
	return text.Bytes()
}
