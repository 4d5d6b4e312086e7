package viewer

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// Browse runs a headless Chromium that makes no request of its own and gives back what it
// prints.
func Browse(t *testing.T, flags ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	// Its processes outlive the first one for a moment and write on, so that a folder of
	// the test's own may not be empty yet when it is removed.
	profile, err := os.MkdirTemp("", "chromium-") //nolint:usetesting // see above: its removal may fail
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	run := exec.CommandContext(ctx, program.Find(t, "chromium"), append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir=" + profile,
	}, flags...)...)
	var out, log bytes.Buffer
	run.Stdout, run.Stderr = &out, &log
	if err := run.Run(); err != nil {
		t.Fatalf("Chromium: %v\n%s", err, log.String())
	}
	return out.Bytes()
}

// Site serves pages by their path and remembers what was asked for.
type Site struct {
	pages map[string]string
	mutex sync.Mutex
	asked []string
}

// Serve serves pages until the test ends, and gives their address.
func Serve(t *testing.T, pages map[string]string) (*Site, string) {
	t.Helper()
	s := &Site{pages: pages}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

// ServeHTTP answers with the page of the path.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mutex.Lock()
	s.asked = append(s.asked, r.URL.String())
	s.mutex.Unlock()
	page, ok := s.pages[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(page))
}

// Requests returns the paths that were asked for, each once, in order.
func (s *Site) Requests() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	asked := slices.Clone(s.asked)
	slices.Sort(asked)
	return slices.Compact(asked)
}

// Parse returns a page as a tree.
func Parse(t *testing.T, page []byte) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// Elements returns the elements of a name below a node, or all of them for an empty name.
func Elements(root *html.Node, name string) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) {
			out = append(out, n)
		}
	}
	return out
}

// Attribute returns the value of an attribute, empty where there is none.
func Attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Text returns all the text below a node.
func Text(n *html.Node) string {
	var out strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			out.WriteString(d.Data)
		}
	}
	return out.String()
}

// Screenshot returns a picture of a page.
func Screenshot(t *testing.T, url string, flags ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.png")
	Browse(t, append(flags, "--screenshot="+path, url)...)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sheet matches a page in a PDF of Chromium.
var sheet = regexp.MustCompile(`/Type\s*/Page\b`)

// Sheets is how many sheets of paper a page takes when it is printed.
func Sheets(t *testing.T, url string) int {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.pdf")
	Browse(t, "--print-to-pdf="+path, url)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return len(sheet.FindAll(data, -1))
}
