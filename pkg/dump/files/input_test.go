package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// recorder is a Handler that records its calls.
type recorder struct {
	texts, faults []string
	times         []time.Time
	// stop is what Text returns.
	stop error
}

func (h *recorder) Text(f File) error {
	data, err := io.ReadAll(f)
	h.texts = append(h.texts, fmt.Sprintf("%s=%s", f.Name, strings.TrimSpace(string(data))))
	h.times = append(h.times, f.ModTime)
	if err != nil {
		h.faults = append(h.faults, f.Name+": "+err.Error())
	}
	return h.stop
}

func (h *recorder) Fault(where string, err error) {
	h.faults = append(h.faults, where+": "+err.Error())
}

// read reads an input that must succeed, and removes the folder from the recorded names.
func read(t *testing.T, in Input) (*recorder, int) {
	t.Helper()
	h := &recorder{}
	passed, err := in.Read(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	return h, passed
}

// expect compares the recorded calls, with the folder removed from the names.
func (h *recorder) expect(t *testing.T, dir string, texts, faults []string) {
	t.Helper()
	short := func(lines []string) []string {
		var cut []string
		for _, line := range lines {
			cut = append(cut, filepath.ToSlash(strings.ReplaceAll(line, dir+string(filepath.Separator), "")))
		}
		return cut
	}
	if got := short(h.texts); !slices.Equal(got, texts) {
		t.Errorf("texts:\n got %q\nwant %q", got, texts)
	}
	if got := short(h.faults); !slices.Equal(got, faults) {
		t.Errorf("faults:\n got %q\nwant %q", got, faults)
	}
}

// put writes a file below a folder and returns its name.
func put(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFolderGivesWhatCanBeADumpInTheOrderOfNames(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"b/nodes.json": "{}", "a/events.yml": "x", "c.CSV": "a", "readme.md": "kind words", "core": "apiVersion: v1\nkind: Node\n",
		"log.txt": "kind: none of it\x00", "more.log": "{\n\"kind\":\"Node\"}", "empty.json": "", "picture.json": "\x89PNG\x00", "empty.log": "",
	} {
		put(t, dir, name, content)
	}
	h, passed := read(t, Input{Names: []string{dir}})
	h.expect(t, dir, []string{"a/events.yml=x", "b/nodes.json={}", "c.CSV=a", "core=apiVersion: v1\nkind: Node", "more.log={\n\"kind\":\"Node\"}"}, []string{"empty.json: the file is empty"})
	if passed != 3 {
		t.Errorf("%d files passed over, want readme.md, log.txt and picture.json", passed)
	}
}

func TestCompressionThatCannotBeReadIsAFaultWhereADumpCanBeInIt(t *testing.T) {
	dir := t.TempDir()
	const xz, zstd, seven, rar = "\xfd7zXZ\x00", "\x28\xb5\x2f\xfd", "7z\xbc\xaf\x27\x1c", "Rar!"
	var faults []string
	for _, file := range []struct{ name, content, fault string }{
		{"all.rar", rar, "rar"}, {"all.tar.xz", xz, "xz"}, {"all.tzst", zstd, "zstd"}, {"events.json.zst", zstd, "zstd"}, {"more.7z", seven, "7z"},
		{"nodes.YAML.xz", xz, "xz"}, {"pages", rar, ""}, {"pods.json", xz, "xz"}, {"var/log/messages-20260519.xz", xz, ""}, {"x.journal.zst", zstd, ""},
	} {
		put(t, dir, file.name, file.content)
		if file.fault != "" {
			faults = append(faults, file.name+": is compressed with "+file.fault+", which cannot be read here: unpack it first")
		}
	}
	h, passed := read(t, Input{Names: []string{dir}})
	h.expect(t, dir, nil, faults)
	if passed != 3 {
		t.Errorf("%d files passed over", passed)
	}
	named := filepath.Join(dir, "x.journal.zst")
	h, _ = read(t, Input{Names: []string{named}})
	h.expect(t, dir, nil, []string{"x.journal.zst: is compressed with zstd, which cannot be read here: unpack it first"})
}

func TestNamedFileIsReadWhateverItsName(t *testing.T) {
	dir := t.TempDir()
	file := put(t, dir, "notes", "hello")
	when := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	if err := os.Chtimes(file, when, when); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	h, _ := read(t, Input{Names: []string{file, link, "-", filepath.Join(dir, "no*")}, Stdin: strings.NewReader("in")})
	h.expect(t, dir, []string{"notes=hello", "link=hello", "standard input=in", "notes=hello"}, nil)
	if !h.times[0].Equal(when) || !h.times[2].IsZero() {
		t.Errorf("times are %v", h.times)
	}
}

func TestLinksOfAFolderAreNotFollowedOut(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	secret := put(t, outside, "secret.json", "{}")
	put(t, dir, "in/real.json", "{}")
	for link, to := range map[string]string{"out.json": secret, "up": "..", "same.json": "in/real.json", "loop": ".", "gone.json": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	h, _ := read(t, Input{Names: []string{dir}})
	h.expect(t, dir, []string{"in/real.json={}"}, []string{
		"gone.json: is a link that leads nowhere or out of the folder, and is not followed",
		"out.json: is a link that leads nowhere or out of the folder, and is not followed",
		"up: is a link that leads nowhere or out of the folder, and is not followed",
	})
}

func TestNamesThatCannotBeOpenedAreErrors(t *testing.T) {
	for name, c := range map[string]struct {
		in   Input
		want string
	}{
		"missing":     {Input{Names: []string{"/no/such"}}, `the file "/no/such" does not exist`},
		"no match":    {Input{Names: []string{"/no/*.json"}}, `the file "/no/*.json" does not exist`},
		"address":     {Input{Names: []string{"http://h/x"}}, "nothing is fetched from the network"},
		"no stdin":    {Input{Names: []string{"-"}}, "standard input can be read once"},
		"stdin twice": {Input{Names: []string{"-", "-"}, Stdin: strings.NewReader("")}, "standard input can be read once"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.in.Read(t.Context(), &recorder{}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestVisitorAndContextEndTheReading(t *testing.T) {
	stop := errors.New("stop")
	h := &recorder{stop: stop}
	in := Input{Names: []string{put(t, t.TempDir(), "a.json", "{}"), "-"}, Stdin: strings.NewReader("never")}
	if _, err := in.Read(t.Context(), h); !errors.Is(err, stop) || len(h.texts) != 1 {
		t.Errorf("got %v after %q", err, h.texts)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := in.Read(ctx, &recorder{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestProgressShowsHowFarItIs(t *testing.T) {
	file := put(t, t.TempDir(), "big.json", strings.Repeat(" ", 20<<20))
	var lines []string
	read(t, Input{Names: []string{file, "-"}, Stdin: strings.NewReader(strings.Repeat(" ", 10<<20)), Progress: func(line string) { lines = append(lines, line) }})
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "reading, 4") || !strings.HasSuffix(lines[1], "% of 20 MiB: "+file) || lines[2] != "reading, 8 MiB so far: standard input" {
		t.Errorf("got %q", lines)
	}
	lines = nil
	many := slices.Repeat([]entry{{name: "x.log", content: "x"}}, 2500)
	read(t, Input{Names: []string{"-"}, Stdin: strings.NewReader(tarOf(t, many...)), Progress: func(line string) { lines = append(lines, line) }})
	if strings.Join(lines, "; ") != "reading, 1000 files so far; reading, 2000 files so far" {
		t.Errorf("got %q", lines)
	}
}
