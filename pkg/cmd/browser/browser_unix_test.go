//go:build unix

package browser_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/browser"
)

// inFolder makes a folder of the test's own the temporary one.
func inFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"TMPDIR", "TEMP", "TMP"} {
		t.Setenv(name, folder)
	}
	return folder
}

func TestAPageIsSavedUnderTheNameOfItsCluster(t *testing.T) {
	folder := inFolder(t)
	for cluster, want := range map[string]string{
		"prod-weu": "autorepair-prod-weu-", "../../etc/passwd": "autorepair-etc-passwd-", "it's \x1b[2J odd": "autorepair-it-s-2J-odd-", "日本": "autorepair-cluster-",
		strings.Repeat("long", 30): "autorepair-" + strings.Repeat("long", 10) + "-",
	} {
		path, err := browser.Save(cluster, func(w io.Writer) error {
			_, err := io.WriteString(w, "the page")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Dir(path) != folder || !strings.HasPrefix(filepath.Base(path), want) || !strings.HasSuffix(path, ".html") {
			t.Errorf("%q: the file is %s", cluster, path)
		}
		if text, err := os.ReadFile(path); err != nil || string(text) != "the page" {
			t.Errorf("%q: the file has %q, %v", cluster, text, err)
		}
	}
}

func TestAPageThatFailsLeavesNoFile(t *testing.T) {
	folder, broken := inFolder(t), errors.New("broken")
	if _, err := browser.Save("prod", func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}

func TestTheBrowserOfTheUserGetsTheFile(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.html")
	for command, want := range map[string]string{
		"echo": page, "echo --new-window %s end": "--new-window " + page + " end", fmt.Sprintf("none%cecho second", os.PathListSeparator): "second " + page,
	} {
		var out bytes.Buffer
		if err := (browser.Browser{Command: command, Out: &out, ErrOut: &out}).Open(page); err != nil || strings.TrimSpace(out.String()) != want {
			t.Errorf("%q shows %q, %v", command, out.String(), err)
		}
	}
	for _, command := range []string{"none", "false", " "} {
		err := (browser.Browser{Command: command, Out: io.Discard, ErrOut: io.Discard}).Open(page)
		if err == nil || !strings.HasPrefix(err.Error(), "opening the browser of $BROWSER: ") {
			t.Errorf("%q: got %v", command, err)
		}
	}
}
