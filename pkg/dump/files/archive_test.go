package files

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// entry is a file of an archive; a link has a target in place of content.
type entry struct{ name, content, link, hard string }

var packedAt = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)

func tarOf(t *testing.T, entries ...entry) string {
	t.Helper()
	var buffer bytes.Buffer
	w := tar.NewWriter(&buffer)
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Size: int64(len(e.content)), Mode: 0o600, ModTime: packedAt, Typeflag: tar.TypeReg}
		if e.link != "" {
			header.Typeflag, header.Linkname = tar.TypeSymlink, e.link
		}
		if e.hard != "" {
			header.Typeflag, header.Linkname = tar.TypeLink, e.hard
		}
		if err := w.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.String()
}

func zipOf(t *testing.T, entries ...entry) string {
	t.Helper()
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.String()
}

func gzipOf(t *testing.T, content string) string {
	t.Helper()
	var buffer bytes.Buffer
	w := gzip.NewWriter(&buffer)
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.String()
}

func TestArchivesAreOpenedWhateverTheirNames(t *testing.T) {
	members := []entry{{name: "./nodes.json", content: "{}"}, {name: "pod.log", content: "hello"}, {name: "default/events.json.gz", content: gzipOf(t, "[]")}}
	want := []string{"dump: ./nodes.json={}", "dump: default/events.json.gz=[]"}
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"tar":            {tarOf(t, members...), want},
		"tar.gz":         {gzipOf(t, tarOf(t, members...)), want},
		"zip":            {zipOf(t, members...), want},
		"zip.gz":         {gzipOf(t, zipOf(t, members...)), want},
		"gzip":           {gzipOf(t, "hello"), []string{"dump=hello"}},
		"gzip twice":     {gzipOf(t, gzipOf(t, "hello")), []string{"dump=hello"}},
		"gzip in a row":  {gzipOf(t, "he") + gzipOf(t, "llo"), []string{"dump=hello"}},
		"bzip2":          {"BZh91AY&SY\xc1\xc0\x80\xe2\x00\x00\x01A\x00\x00\x10\x02D\xa0\x000\xcd\x00\xc3F)\x97\x17rE8P\x90\xc1\xc0\x80\xe2", []string{"dump=hello"}},
		"zip in tar":     {tarOf(t, entry{name: "b.zip", content: zipOf(t, entry{name: "n.json", content: "{}"})}), []string{"dump: b.zip: n.json={}"}},
		"tgz in a zip":   {zipOf(t, entry{name: "b.tgz", content: gzipOf(t, tarOf(t, entry{name: "n.json", content: "{}"}))}), []string{"dump: b.tgz: n.json={}"}},
		"empty zip":      {zipOf(t), nil},
		"absolute names": {tarOf(t, entry{name: "/var/nodes.json", content: "{}"}), []string{"dump: /var/nodes.json={}"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			h, _ := read(t, Input{Names: []string{put(t, dir, "dump", c.content)}})
			h.expect(t, dir, c.want, nil)
			h, _ = read(t, Input{Names: []string{"-"}, Stdin: strings.NewReader(strings.ReplaceAll(c.content, dir, ""))})
			for i, text := range h.texts {
				h.texts[i] = strings.Replace(text, StdinName, "dump", 1)
			}
			h.expect(t, dir, c.want, nil)
		})
	}
}

func TestTimeOfAMemberIsItsOwnWhereItIsSure(t *testing.T) {
	h, _ := read(t, Input{Names: []string{
		put(t, t.TempDir(), "a", tarOf(t, entry{name: "n.json", content: "{}"})), put(t, t.TempDir(), "b", zipOf(t, entry{name: "n.json", content: "{}"})),
	}})
	if len(h.times) != 2 || !h.times[0].Equal(packedAt) || !h.times[1].IsZero() {
		t.Errorf("got %v", h.times)
	}
}

func TestHostileArchivesAreFaultsWithTheirPlace(t *testing.T) {
	var numbers strings.Builder
	for i := range 5000 {
		fmt.Fprintln(&numbers, i*i)
	}
	many := gzipOf(t, tarOf(t, entry{name: "n.json", content: numbers.String()}))
	nested := "{}"
	for range 9 {
		nested = gzipOf(t, nested)
	}
	const whole = "x: what is compressed is damaged: "
	packed := tarOf(t, entry{name: "n.json", content: "{}"})
	sum := gzipOf(t, packed)
	zipped := zipOf(t, entry{name: "n.json", content: "{}"})
	bomb := gzipOf(t, strings.Repeat("{}\n", 1<<20))
	for name, c := range map[string]struct {
		content string
		texts   int
		faults  []string
	}{
		"../ in tar":       {tarOf(t, entry{name: "../../n.json", content: "{}"}, entry{name: "n.json", content: "{}"}), 1, []string{"x: ../../n.json: has a name that leads out of the archive, and is not read"}},
		"../ in zip":       {zipOf(t, entry{name: "../n.json", content: "{}"}), 0, []string{"x: ../n.json: has a name that leads out of the archive, and is not read"}},
		"link":             {tarOf(t, entry{name: "n.json", link: "/etc/passwd"}, entry{name: "current.log", link: "x"}), 0, []string{"x: n.json: is a link, which is not followed"}},
		"hard links":       {tarOf(t, entry{name: "n.json", content: "{}"}, entry{name: "m.json", hard: "n.json"}, entry{name: "o.json", hard: "/etc/passwd"}), 1, []string{"x: o.json: is a link, which is not followed"}},
		"nested":           {nested, 0, []string{"x: has archives nested more than 6 deep, which are not opened"}},
		"bomb":             {bomb, 1, []string{"x: the archives unfold to more than 1 MiB, where reading stops: unpack them, and give the files with nodes and events"}},
		"many bombs":       {zipOf(t, entry{name: "a.json.gz", content: bomb}, entry{name: "b.json.gz", content: bomb}), 1, []string{"x: a.json.gz: the archives unfold to more than 1 MiB, where reading stops: unpack them, and give the files with nodes and events"}},
		"many files, tar":  {tarOf(t, make4(entry{name: "n.json", content: "{}"})...), 3, []string{"x: has more than 3 files, where reading stops"}},
		"many files, zip":  {zipOf(t, make4(entry{name: "n.json", content: "{}"})...), 0, []string{"x: is a zip archive of more than 3 files, which is not opened: unpack it and give the folder"}},
		"cut gzip":         {many[:len(many)/2], 1, []string{"x: n.json: unexpected EOF"}},
		"cut tar":          {tarOf(t, entry{name: "n.json", content: "{}"}, entry{name: "m.json", content: "{}"})[:1200], 1, []string{"x: cannot be read after n.json: it ends too early, cut off or still being written"}},
		"cut between":      {packed[:1024], 1, []string{"x: cannot be read after n.json: it ends too early, cut off or still being written"}},
		"cut zip":          {zipOf(t, entry{name: "n.json", content: "{}"})[:40], 0, []string{"x: has no end, where the list of its files is: it was cut off, or is still being written"}},
		"bad gzip":         {"\x1f\x8b\x08junk that is no header", 0, []string{"x: it ends too early, cut off or still being written"}},
		"bad sum of gzip":  {spoilt(gzipOf(t, "{}"), -6), 1, []string{whole + "gzip: invalid checksum"}},
		"bad sum of tgz":   {spoilt(sum, -6), 1, []string{whole + "gzip: invalid checksum"}},
		"bad sum, nested":  {gzipOf(t, spoilt(gzipOf(t, "{}"), -6)), 1, []string{whole + "gzip: invalid checksum"}},
		"bad sum of zip":   {strings.ReplaceAll(zipped, zipped[strings.Index(zipped, "PK\x07\x08")+4:][:4], "0000"), 1, []string{"x: n.json: what is compressed is damaged: zip: checksum error"}},
		"cut behind a tar": {sum[:len(sum)-4], 1, []string{"x: it ends too early, cut off or still being written"}},
		"behind a tar":     {packed + "more", 1, []string{"x: goes on behind the end of the archive, which is not read: unpack it and give the folder"}},
		"tar behind a tar": {packed + packed, 1, []string{"x: goes on behind the end of the archive, which is not read: unpack it and give the folder"}},
		"encrypted":        {marked(zipped, 8, 1), 0, []string{"x: n.json: is encrypted, and no password can be given here: unpack the archive and give the folder"}},
		"zstd in a zip":    {marked(zipped, 10, 93), 0, []string{"x: n.json: is compressed with method 93, which cannot be read here: unpack the archive and give the folder"}},
		"long name":        {tarOf(t, entry{name: "../" + strings.Repeat("n", 5000) + ".json", content: "{}"}), 0, []string{"x: ../" + strings.Repeat("n", 124) + "..." + strings.Repeat("n", 122) + ".json: has a name that leads out of the archive, and is not read"}},
		"empty":            {"", 0, []string{"x: the file is empty"}},
		"empty member":     {tarOf(t, entry{name: "n.json"}, entry{name: "n.log"}), 0, []string{"x: n.json: the file is empty"}},
		"xz":               {"\xfd7zXZ\x00rest", 0, []string{"x: is compressed with xz, which cannot be read here: unpack it first"}},
		"no text":          {"MZ\x00\x01", 0, []string{"x: is neither text nor an archive that can be read"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			h, _ := read(t, Input{Names: []string{put(t, dir, "x", c.content)}, Limits: Limits{Bytes: 1 << 20, Entries: 3}})
			if len(h.texts) != c.texts {
				t.Errorf("%d texts, want %d", len(h.texts), c.texts)
			}
			h.texts = nil
			h.expect(t, dir, nil, c.faults)
		})
	}
}

// Tapes and disks fill their blocks with zeros.
func TestZerosBehindGzipArePadding(t *testing.T) {
	zeros := strings.Repeat("\x00", 10_000)
	packed := tarOf(t, entry{name: "n.json", content: "{}"})
	behind := []string{"x: goes on behind the end of what is compressed, with bytes that are not read"}
	for name, c := range map[string]struct {
		content, want string
		faults        []string
	}{
		"a text":                  {gzipOf(t, "{}") + zeros, "x={}", nil},
		"one byte":                {gzipOf(t, "{}") + "\x00", "x={}", nil},
		"a tgz":                   {gzipOf(t, packed) + zeros, "x: n.json={}", nil},
		"gzip in gzip":            {gzipOf(t, gzipOf(t, "{}")+zeros) + zeros, "x={}", nil},
		"members":                 {gzipOf(t, "{") + gzipOf(t, "") + gzipOf(t, "}"), "x={}", nil},
		"many empty members":      {gzipOf(t, "{") + strings.Repeat(gzipOf(t, ""), 300) + gzipOf(t, "}"), "x={}", nil},
		"members with zeros":      {gzipOf(t, "{") + zeros + gzipOf(t, "}") + zeros, "x={}", nil},
		"a tar over two of these": {gzipOf(t, packed[:700]) + gzipOf(t, packed[700:]) + zeros, "x: n.json={}", nil},
		"other bytes":             {gzipOf(t, "{}") + "more", "x={}", behind},
		"others behind zeros":     {gzipOf(t, packed) + zeros + "\x1f", "x: n.json={}", behind},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			h, _ := read(t, Input{Names: []string{put(t, dir, "x", c.content)}})
			h.expect(t, dir, []string{c.want}, c.faults)
		})
	}
}

// spoilt returns content with one byte changed, counted from the end.
func spoilt(content string, at int) string {
	data := []byte(content)
	data[len(data)+at] ^= 0xff
	return string(data)
}

// marked returns a zip archive with one byte changed in its directory, at an offset in the
// record.
func marked(content string, offset int, value byte) string {
	data := []byte(content)
	data[strings.Index(content, "PK\x01\x02")+offset] = value
	return string(data)
}

func make4(e entry) []entry { return []entry{e, e, e, e} }

func TestZipOnAStreamIsHeldUpToABound(t *testing.T) {
	content := zipOf(t, entry{name: "n.json", content: strings.Repeat("0123456789", 50)})
	h, _ := read(t, Input{Names: []string{"-"}, Stdin: strings.NewReader(content), Limits: Limits{Held: 100}})
	h.expect(t, "", nil, []string{"standard input: is a zip archive of more than 100 bytes that comes as a stream: give it as a file"})

	inner := zipOf(t, entry{name: "n.json", content: "{}"})
	outer := zipOf(t, entry{name: "i.zip", content: inner})
	file := put(t, t.TempDir(), "x", zipOf(t, entry{name: "a.zip", content: outer}, entry{name: "b.zip", content: inner}))
	h, _ = read(t, Input{Names: []string{file}, Limits: Limits{Held: int64(len(outer) + len(inner) - 1)}})
	h.expect(t, filepath.Dir(file), []string{"x: b.zip: n.json={}"}, []string{"x: a.zip: i.zip: is a zip archive of more than " + formatBytes(int64(len(outer)+len(inner)-1)) + " that comes as a stream: give it as a file"})
}

func TestNumberOfFilesOfAZipIsReadFromItsEnd(t *testing.T) {
	many := make([]entry, 70_000)
	for i := range many {
		many[i].name = "n"
	}
	for want, content := range map[uint64]string{2: zipOf(t, entry{name: "a"}, entry{name: "b"}), 70_000: zipOf(t, many...), 0: "no zip"} {
		if got := zipEntries(strings.NewReader(content), int64(len(content))); got != want {
			t.Errorf("%d files, want %d", got, want)
		}
	}
}
