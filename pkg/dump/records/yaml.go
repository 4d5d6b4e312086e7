package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// errDocumentTooLarge is the error for YAML that is above maxDocument and cannot be split into
// objects.
var errDocumentTooLarge = fmt.Errorf("more than %d MiB of YAML that is no list as kubectl prints it are left out: give it as JSON", maxDocument>>20)

// parseDocument parses a YAML document. If it has items as kubectl prints them, it is split
// into these, and the rest is ignored. Any other document is parsed as a whole.
func (t *textParser) parseDocument() error {
	at := t.place()
	var p piece
	streamed := false
	for !t.hasPrefix("---") && (!streamed || !t.atKubectlMessage()) {
		line, err := t.line(maxDocument + 1)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if itemsLine(line) {
			streamed = true
			if err := t.parseItems(p.data); err != nil {
				return err
			}
			continue
		}
		p.addLine(line)
	}
	switch {
	case !streamed:
		t.parseYAML(at, p, listDefaults{}, false)
	case !strings.HasSuffix(plainField(p.data, "kind"), "List"): // no kind before or after the items
		t.handler.Invalid(t.place(), errTruncated)
	}
	return nil
}

// itemsLine says whether a line begins the items of a list.
func itemsLine(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("items:"))
	return ok && len(bytes.TrimSpace(rest)) == 0
}

// addLine appends a line, up to maxDocument.
func (p *piece) addLine(line []byte) {
	if p.overflowed = p.overflowed || len(p.data)+len(line) > maxDocument; !p.overflowed {
		p.data = append(p.data, line...)
	}
}

// listKind returns what the lines before the items imply for them.
func listKind(head []byte) listDefaults {
	return listDefaults{kind: plainField(head, "kind"), apiVersion: plainField(head, "apiVersion")}.ofItems()
}

// parseYAML parses a piece of YAML, which is an item of a list or a document, and passes its
// objects on.
func (t *textParser) parseYAML(at Place, p piece, of listDefaults, item bool) {
	data, err := yamlToJSON(p)
	switch {
	case p.overflowed && item:
		t.handler.Invalid(at, errItemTooLarge)
	case p.overflowed:
		t.handler.Invalid(at, errDocumentTooLarge)
	case err != nil && !item && !ownKinds().Match(p.data):
		t.handler.Invalid(at, &Foreign{errors.New("not valid YAML: " + yamlErrorText(err))})
	case err != nil:
		t.handler.Invalid(at, errors.New("not valid YAML: "+yamlErrorText(err)))
	case bytes.Equal(data, []byte("null")): // comments alone
	default:
		// The conversion sorted the names: the kind of a list comes after its items.
		of = kindInJSON(data).orElse(of)
		if of.kind == "" && (t.sawKind || of.apiVersion != "") && t.endsOpen(p) {
			t.handler.Invalid(at, errTruncated) // its kind is missing, which earlier objects had
			return
		}
		t.sawKind = t.sawKind || of.kind != ""
		t.emitJSON(at, data, of, t.endsOpen(p))
		if of.kind != "" && !t.handler.Wants(of.kind) {
			t.reportCutOther(at, p)
		}
	}
}

// yamlToJSON converts a piece of YAML to JSON, unless it overflowed.
func yamlToJSON(p piece) ([]byte, error) {
	if p.overflowed {
		return nil, nil
	}
	return yaml.YAMLToJSON(p.data) //nolint:wrapcheck // parse says what it is
}

// Foreign is the error for a document that is not YAML, such as a template, and has no words of
// nodes, events or lists.
type Foreign struct{ error }

// ownKinds matches words that show that a broken document could have been of use.
var ownKinds = lazy.Pattern(`\bkind["']?\s*:\s*["']?(List|Node|NodeList|Event|EventList|Evidence)\b|TimeGenerated|involvedObject|regarding|nodeInfo`)

// endsOpen says whether a piece of YAML ends only because the text ends. YAML in brackets shows
// its end.
func (t *textParser) endsOpen(p piece) bool {
	start := bytes.TrimLeft(p.data, " \t\r\n")
	return len(t.peekBytes(1)) == 0 && len(start) > 0 && start[0] != '{' && start[0] != '['
}

// reportCutOther reports a text that ends in the middle of a line of an unwanted object: other
// objects may have followed.
func (t *textParser) reportCutOther(at Place, p piece) {
	if t.endsInLine && t.endsOpen(p) {
		t.handler.Invalid(at, errTruncated)
	}
}

// kindInJSON returns the kind and version that an object states.
func kindInJSON(data []byte) listDefaults {
	var own struct{ Kind, APIVersion string }
	if json.Unmarshal(data, &own) != nil {
		return listDefaults{}
	}
	return listDefaults{kind: own.Kind, apiVersion: own.APIVersion}
}

// yamlErrorText returns a parser's error without its prefixes.
func yamlErrorText(err error) string {
	text := []byte(err.Error())
	for _, prefix := range []string{"error converting YAML to JSON: ", "yaml: "} {
		text = bytes.TrimPrefix(text, []byte(prefix))
	}
	if bytes.HasPrefix(text, []byte("line ")) { // the parser counts from the first line of the object
		return "in its " + string(text)
	}
	return string(text)
}

// plainField returns the value of a field without indentation if it is a plain word.
func plainField(lines []byte, name string) string {
	for line := range bytes.Lines(lines) {
		rest, ok := bytes.CutPrefix(line, []byte(name+":"))
		if !ok {
			continue
		}
		word, _, _ := bytes.Cut(rest, []byte(" #"))
		word = bytes.Trim(bytes.TrimSpace(word), `"'`)
		if len(word) == 0 || bytes.ContainsAny(word, "\"' #&*!|>{[") {
			return ""
		}
		return string(word)
	}
	return ""
}
