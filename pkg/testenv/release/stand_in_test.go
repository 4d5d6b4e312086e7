package release

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// standIn returns a release with the manifest of the repository whose programs are not
// compiled.
func standIn(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	text := string(read(t, filepath.Join(repository, manifestFile)))
	m := readManifest(t, filepath.Join(repository, manifestFile))
	sums := ""
	for _, p := range m.Spec.Platforms {
		bill := `{"metadata": {"component": {"version": "` + m.Spec.Version + `"}}, "components": [` +
			listed("std") + "," + listed("k8s.io/client-go") + "," + listed("github.com/spf13/cobra") + "]}"
		packed := pack(t, p.archive(), p.Bin, "LICENSE", "README.md", "LICENSES.md")
		for name, data := range map[string][]byte{p.archive(): packed, p.bill(): []byte(bill)} {
			sums += sum(data) + "  " + name + "\n"
			write(t, filepath.Join(folder, name), data)
		}
		before, after, _ := strings.Cut(text, p.archive()+"\n")
		text = before + p.archive() + "\n" + strings.Replace(after, p.SHA256, sum(packed), 1)
	}
	sums += sum([]byte(text)) + "  " + manifestFile + "\n"
	for name, data := range map[string]string{manifestFile: text, indexFile: text, sumsFile: sums} {
		write(t, filepath.Join(folder, name), []byte(data))
	}
	return folder
}

func listed(module string) string {
	return `{"name": "` + module + `"}`
}

// pack makes an archive of files that hold their names; the first can be run.
func pack(t *testing.T, name string, files ...string) []byte {
	t.Helper()
	var packed bytes.Buffer
	var add func(name string, mode fs.FileMode) error
	var end func() error
	if strings.HasSuffix(name, ".zip") {
		archive := zip.NewWriter(&packed)
		add, end = func(name string, mode fs.FileMode) error {
			header := &zip.FileHeader{Name: name}
			header.SetMode(mode)
			w, err := archive.CreateHeader(header)
			if err == nil {
				_, err = w.Write([]byte(name))
			}
			return err
		}, archive.Close
	} else {
		compressed := gzip.NewWriter(&packed)
		archive := tar.NewWriter(compressed)
		add, end = func(name string, mode fs.FileMode) error {
			err := archive.WriteHeader(&tar.Header{Name: name, Mode: int64(mode), Size: int64(len(name))})
			if err == nil {
				_, err = archive.Write([]byte(name))
			}
			return err
		}, func() error { _ = archive.Close(); return compressed.Close() }
	}
	for i, name := range files {
		mode := fs.FileMode(0o644)
		if i == 0 {
			mode = 0o755
		}
		if err := add(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// replaceArchive puts another archive in place of the first, with its sum wherever it stands.
func replaceArchive(t *testing.T, dist string, packed []byte) {
	t.Helper()
	p := readManifest(t, filepath.Join(dist, manifestFile)).Spec.Platforms[0]
	write(t, filepath.Join(dist, p.archive()), packed)
	old := sum(read(t, filepath.Join(dist, manifestFile)))
	for _, name := range []string{manifestFile, indexFile, sumsFile} {
		edit(t, filepath.Join(dist, name), p.SHA256, sum(packed))
	}
	edit(t, filepath.Join(dist, sumsFile), old, sum(read(t, filepath.Join(dist, manifestFile))))
}
