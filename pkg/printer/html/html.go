package html

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
)

// pageHTML is the page; html/template escapes each value for the place where it stands.
//
//go:embed page.gohtml
var pageHTML string

// pageCSS is the page's only style. It is a constant of the program, not data.
//
//go:embed page.css
var pageCSS string

// page is what the templates get beside what they are about.
type page struct {
	CSS template.CSS
	// Policy forbids the browser everything but this style sheet: no script, no request,
	// no form, whatever the data may hold.
	Policy string
}

// style returns the style sheet, and the policy that allows it.
func style() (css template.CSS, policy string) {
	sum := sha256.Sum256([]byte(pageCSS))
	return template.CSS(pageCSS), "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

// Write writes a document as one page. It returns the error of the template, which is a
// fault of this program, or of the writer.
func Write(w io.Writer, doc *document.Document) error {
	css, policy := style()
	return write(w, pageHTML, struct {
		*document.Document
		page
	}{doc, page{css, policy}})
}

// write fills a template.
func write(w io.Writer, text string, data any) error {
	parsed, err := template.New("page").Parse(text)
	if err != nil {
		return fmt.Errorf("reading the page's template: %w", err)
	}
	out := bufio.NewWriterSize(w, 1<<16) // the page of thousands of nodes has hundreds of MB
	if err := parsed.Execute(out, data); err != nil {
		return fmt.Errorf("filling the page: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}
