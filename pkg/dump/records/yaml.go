package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"sigs.k8s.io/yaml"
)

// errDocument is the fault of YAML that cannot be cut into objects and is too much to be
// parsed at once.
var errDocument = fmt.Errorf("more than %d MiB of YAML that is no list as kubectl prints it are left out: give it as JSON", maxDocument>>20)

// document takes a YAML document. One that has its items as kubectl prints them is cut
// into these; the rest of it says nothing. Any other is parsed as a whole.
func (t *text) document() error {
	at := t.place()
	var p piece
	streamed := false
	for !t.hasPrefix("---") && (!streamed || !t.said()) {
		line, err := t.line(maxDocument + 1)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if itemsLine(line) {
			streamed = true
			if err := t.items(p.data); err != nil {
				return err
			}
			continue
		}
		p.addLine(line)
	}
	switch {
	case !streamed:
		t.parse(at, p, defaults{}, false)
	case !strings.HasSuffix(field(p.data, "kind"), "List"): // neither before nor after the items
		t.visitor.Bad(t.place(), errEnd)
	}
	return nil
}

// itemsLine says whether a line opens the items of a list.
func itemsLine(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("items:"))
	return ok && len(bytes.TrimSpace(rest)) == 0
}

// addLine takes a line, within the bound of what is parsed.
func (p *piece) addLine(line []byte) {
	if p.left = p.left || len(p.data)+len(line) > maxDocument; !p.left {
		p.data = append(p.data, line...)
	}
}

// listKind is what the lines before the items say of these.
func listKind(head []byte) defaults {
	return defaults{kind: field(head, "kind"), apiVersion: field(head, "apiVersion")}.item()
}

// parse parses a piece of YAML, an item of a list or a document, and hands over what is in it.
func (t *text) parse(at Place, p piece, of defaults, item bool) {
	data, err := yamlToJSON(p)
	switch {
	case p.left && item:
		t.visitor.Bad(at, errItem)
	case p.left:
		t.visitor.Bad(at, errDocument)
	case err != nil && !item && !ours.Match(p.data):
		t.visitor.Bad(at, &Foreign{errors.New("not valid YAML: " + trimYAML(err))})
	case err != nil:
		t.visitor.Bad(at, errors.New("not valid YAML: "+trimYAML(err)))
	case bytes.Equal(data, []byte("null")): // comments alone
	default:
		// The names are in order now, the kind of a list behind its items.
		of = kindOf(data).or(of)
		if of.kind == "" && (t.kinds || of.apiVersion != "") && t.endsOpen(p) {
			t.visitor.Bad(at, errEnd) // before its kind, which those before it have
			return
		}
		t.kinds = t.kinds || of.kind != ""
		t.emitJSON(at, data, of, t.endsOpen(p))
		if of.kind != "" && !t.visitor.Wants(of.kind) {
			t.halfOther(at, p)
		}
	}
}

// yamlToJSON is a piece of YAML as JSON; nothing of one that is not whole.
func yamlToJSON(p piece) ([]byte, error) {
	if p.left {
		return nil, nil
	}
	return yaml.YAMLToJSON(p.data) //nolint:wrapcheck // parse says what it is
}

// Foreign is the fault of a document that is no YAML, such as a template, and has nothing
// in it that tells of nodes, events or lists.
type Foreign struct{ error }

// ours matches what a document has that may be of use, were it valid.
var ours = regexp.MustCompile(`\bkind["']?\s*:\s*["']?(List|Node|NodeList|Event|EventList|Evidence)\b|TimeGenerated|involvedObject|regarding|nodeInfo`)

// endsOpen says whether a piece of YAML that was taken ends only because the text does.
// What is in brackets shows its end.
func (t *text) endsOpen(p piece) bool {
	start := bytes.TrimLeft(p.data, " \t\r\n")
	return len(t.ahead(1)) == 0 && len(start) > 0 && start[0] != '{' && start[0] != '['
}

// halfOther reports a text that ends in the middle of a line of an object which nobody
// looks into: others may have been behind it.
func (t *text) halfOther(at Place, p piece) {
	if t.half && t.endsOpen(p) {
		t.visitor.Bad(at, errEnd)
	}
}

// kindOf is what an object says it is.
func kindOf(data []byte) defaults {
	var own struct{ Kind, APIVersion string }
	if json.Unmarshal(data, &own) != nil {
		return defaults{}
	}
	return defaults{kind: own.Kind, apiVersion: own.APIVersion}
}

// trimYAML is a parser's error without what it begins with.
func trimYAML(err error) string {
	text := []byte(err.Error())
	for _, prefix := range []string{"error converting YAML to JSON: ", "yaml: "} {
		text = bytes.TrimPrefix(text, []byte(prefix))
	}
	if bytes.HasPrefix(text, []byte("line ")) { // the parser counts from the object's first
		return "in its " + string(text)
	}
	return string(text)
}

// field is the value of a field whose line has no indentation, where it is a plain word.
func field(lines []byte, name string) string {
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
