package viewer

import (
	"bytes"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
)

// Markdown returns what a reader of GitHub's Markdown makes of a text, as HTML. It allows
// raw HTML and makes links of addresses in the text.
func Markdown(t *testing.T, source string) []byte {
	t.Helper()
	var out bytes.Buffer
	reader := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := reader.Convert([]byte(source), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
