package release

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"slices"
	"testing"
	"time"
)

// committed is the time of a commit, in a zone that is not the machine's.
var committed = time.Date(2026, 5, 19, 21, 45, 6, 0, time.FixedZone("", 5*60*60))

// samples are files of both modes.
func samples() []file {
	return []file{{name: "program", executable: true, data: []byte("runs")}, {name: "LICENSE", data: bytes.Repeat([]byte("text "), 500)}}
}

func TestAnArchiveHoldsWhatWasPacked(t *testing.T) {
	for _, name := range []string{"a.tar.gz", "a.zip"} {
		packed, err := pack(name, samples(), committed)
		if err != nil {
			t.Fatal(err)
		}
		got, err := unpack(name, packed)
		if err != nil {
			t.Fatal(err)
		}
		same := slices.EqualFunc(got, samples(), func(a, b file) bool {
			return a.name == b.name && a.executable == b.executable && bytes.Equal(a.data, b.data)
		})
		if !same {
			t.Errorf("%s: unpacked %+v", name, got)
		}
	}
}

func TestAnArchiveIsTheSameInEveryZone(t *testing.T) {
	for _, name := range []string{"a.tar.gz", "a.zip"} {
		here, err := pack(name, samples(), committed)
		if err != nil {
			t.Fatal(err)
		}
		there, err := pack(name, samples(), committed.UTC())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(here, there) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestATarTellsNothingOfTheMachine(t *testing.T) {
	packed, err := pack("a.tar.gz", samples(), committed)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if plain.Name != "" || !plain.ModTime.IsZero() || plain.Comment != "" || plain.OS != 255 {
		t.Errorf("the gzip header is %+v", plain.Header)
	}
	archive := tar.NewReader(plain)
	for _, mode := range []int64{0o755, 0o644} {
		h, err := archive.Next()
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.Gname != "" || h.Mode != mode || !h.ModTime.Equal(committed) || h.PAXRecords != nil {
			t.Errorf("the header is %+v, want no owner, mode %o and the commit's time", h, mode)
		}
	}
}

func TestAZipKeepsModesAndTheTime(t *testing.T) {
	packed, err := pack("a.zip", samples(), committed)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	for i, mode := range []int64{0o755, 0o644} {
		h := archive.File[i]
		if h.Mode() != fileMode(mode) || !h.Modified.Equal(committed) {
			t.Errorf("%s has mode %s and time %s", h.Name, h.Mode(), h.Modified)
		}
	}
}

func TestWhatIsNoArchiveIsAnError(t *testing.T) {
	whole, err := pack("a.tar.gz", samples(), committed)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		data []byte
	}{{"a.tar.gz", []byte("text")}, {"a.zip", []byte("text")}, {"a.tar.gz", whole[:len(whole)-20]}} {
		if _, err := unpack(test.name, test.data); err == nil {
			t.Errorf("%q is taken for %s", test.data[:4], test.name)
		}
	}
}
