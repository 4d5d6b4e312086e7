package cmd_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// archiveOf returns a .tgz with one member, whose header is changed.
func archiveOf(t *testing.T, content string, change func(*tar.Header)) string {
	t.Helper()
	var out bytes.Buffer
	compressed := gzip.NewWriter(&out)
	w := tar.NewWriter(compressed)
	header := &tar.Header{Name: "member.json", Size: int64(len(content)), Mode: 0o600, Typeflag: tar.TypeReg}
	change(header)
	if err := w.WriteHeader(header); err != nil {
		t.Fatal(err)
	}
	if header.Size > 0 {
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := compressed.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// tree returns the names of all files below a folder.
func tree(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		names = append(names, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// What is wrong with a file is said in one line with its place, alone as an error and
// beside good files as a gap; the status is 1, and nothing is written anywhere.
func TestFilesThatAreNoDumpsAreReportedWithTheirPlace(t *testing.T) {
	good := fmt.Sprintf(downNode, "down", outageBegan) + "\n" + fmt.Sprintf(errorEvent, "e", "down", "NodeRebootError", "failed", repairFailed, repairFailed)
	plain := func(*tar.Header) {}
	whole := archiveOf(t, good, plain)
	link := func(kind byte) func(*tar.Header) {
		return func(h *tar.Header) { h.Typeflag, h.Linkname, h.Size = kind, "/etc/passwd", 0 }
	}
	for name, c := range map[string]struct{ content, want string }{
		"cut":             {good[:len(good)-20], "x.json: line 2, byte "},
		"cut archive":     {whole[:len(whole)/2], "x.json: "},
		"bad sum":         {whole[:len(whole)-8] + "0000" + whole[len(whole)-4:], "x.json: what is compressed is damaged: gzip: invalid checksum"},
		"out of archive":  {archiveOf(t, good, func(h *tar.Header) { h.Name = "../../evil.json" }), "x.json: ../../evil.json: has a name that leads out of the archive"},
		"link":            {archiveOf(t, "", link(tar.TypeSymlink)), "x.json: member.json: is a link, which is not followed"},
		"hard link":       {archiveOf(t, "", link(tar.TypeLink)), "x.json: member.json: is a link, which is not followed"},
		"name of control": {archiveOf(t, "{", func(h *tar.Header) { h.Name = "a\x1b[31m\nb\u202e.json" }), `x.json: a\x1b[31m\nb\u202e.json: line 1, byte 1: it ends too early`},
		"deep":            {strings.Repeat("[", 1_000_000), "x.json: line 1, byte 9: lists are nested too deep"},
		"empty":           {"", "x.json: the file is empty"},
		"empty member":    {archiveOf(t, "", plain), "x.json: member.json: the file is empty"},
		"a web page":      {"<html>", `x.json: line 1, byte 0: an object belongs here, not "`},
		"an error":        {"Error from server (Forbidden): nodes is forbidden\n", "x.json: line 1, byte 0: kubectl said here: Error from server (Forbidden): nodes is forbidden"},
		"no text":         {"\x00\x01\x02", ""},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(folder, "x.json")
			for path, content := range map[string]string{file: c.content, filepath.Join(folder, "good.json"): good} {
				if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			before := tree(t, folder)
			status, _, alone := run(t, "diagnose", "-f", file, "-o", "name")
			if status != 1 || !strings.Contains(alone, c.want) || strings.Contains(alone, "\x1b") {
				t.Errorf("alone: status %d, %q, want %q", status, alone, c.want)
			}
			status, stdout, beside := run(t, "diagnose", "-f", file, "-f", filepath.Join(folder, "good.json"), "-o", "name")
			if status != 1 || stdout != "node/down\n" || !strings.Contains(beside, "warning: not seen: ") || !strings.Contains(strings.ReplaceAll(beside, folder, ""), c.want) {
				t.Errorf("beside a good one: status %d, %q, %q", status, stdout, beside)
			}
			if i := strings.IndexFunc(strings.ReplaceAll(alone+beside, "\n", ""), unicode.IsControl); i >= 0 {
				t.Errorf("a control character in %q", alone+beside)
			}
			if !slices.Equal(tree(t, folder), before) {
				t.Errorf("the folder has %q now", tree(t, folder))
			}
		})
	}
}
