package printer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// Machine prints a diagnosis, or a list of them, in a format for programs with one of
// kubectl's printers, so that no control or invisible character of the data reaches w raw. JSON, YAML and KYAML
// keep their data: such characters become escapes of the format. What a template prints
// has no escapes; it is cleaned for a terminal and otherwise left alone.
// It returns the errors of the printer and of w.
func Machine(w io.Writer, p printers.ResourcePrinter, d runtime.Object, format string, terminal bool) error {
	if format == "json" {
		return writeJSON(w, d)
	}
	var out bytes.Buffer
	object, err := machineObject(d, format)
	if err == nil {
		err = p.PrintObj(object, &out)
	}
	if err != nil {
		return templateError(err)
	}
	text := out.String()
	switch format {
	case "yaml":
		if text, err = quoteUnsafe(text); err != nil {
			return fmt.Errorf("escaping the YAML: %w", err)
		}
		text = clean.EscapeYAML(text)
	case "kyaml":
		text = clean.EscapeYAML(leadingTab().ReplaceAllString(text, `$1\t`))
		text = leadingSpace().ReplaceAllString(text, `$1$2`)
	default:
		if terminal {
			text = cleanOutput(text)
		}
	}
	_, err = io.WriteString(w, text)
	return err
}

// writeJSON writes what kubectl's printer of JSON does, as a stream: that holds all of it several times over,
// which of thousands of nodes are gigabytes.
func writeJSON(w io.Writer, d runtime.Object) error {
	out := &clean.JSONWriter{W: w}
	err := jsonv2.MarshalWrite(out, d, jsonv1.DefaultOptionsV1(), jsontext.WithIndent("    "),
		jsontext.PreserveRawStrings(true), jsonv2.WithMarshalers(jsonv2.MarshalToFunc(invalidUTF8)))
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		_, err = io.WriteString(w, "\n")
	}
	return err
}

// invalidUTF8 writes a string that is no UTF-8 with the escapes of encoding/json, and leaves any other to the encoder.
func invalidUTF8(to *jsontext.Encoder, text string) error {
	if utf8.ValidString(text) {
		return errors.ErrUnsupported
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return err
	}
	return to.WriteValue(quoted)
}

// leadingTab is how KYAML writes a tab that begins a line of a string: a backslash and the
// tab itself, which would lose its meaning with the tab.
var leadingTab = lazy.Pattern(`(?m)^( *)\\\t`)

// leadingSpace is how KYAML writes another white space that begins a line of a string: a
// backslash too many before its escape or before itself. A backslash of the string itself
// stands one column further, behind a number of spaces that is not even.
var leadingSpace = lazy.Pattern(`(?m)^((?:  )*)\\(\\[A-Za-z_]|[^\x00-\x7f])`)

// templateError returns the error of a template in one sentence: that of a JSONPath
// also contains all of the data.
func templateError(err error) error {
	text, _, cut := strings.Cut(err.Error(), ". Printing more information")
	if !cut {
		return err
	}
	return errors.New(text)
}

// machineObject returns the object itself, or, for the printers that read JSON as YAML on
// their way, its JSON with the escapes of YAML: they refuse control characters.
func machineObject(d runtime.Object, format string) (runtime.Object, error) {
	if format != "yaml" && format != "kyaml" {
		return d, nil
	}
	data, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	return &runtime.Unknown{Raw: []byte(clean.EscapeYAML(string(data)))}, nil
}

// Terminal gives write a writer whose text is cleaned before it reaches w, when w is a
// terminal; for a pipe it is w itself. It returns the errors of write and of w.
func Terminal(w io.Writer, terminal bool, write func(io.Writer) error) error {
	if !terminal {
		return write(w)
	}
	var out bytes.Buffer
	if err := write(&out); err != nil {
		return err
	}
	_, err := io.WriteString(w, cleanOutput(out.String()))
	return err
}

// cleanOutput keeps whether the text ends its last line.
func cleanOutput(text string) string {
	clean := clean.Block(text)
	if strings.HasSuffix(text, "\n") {
		clean += "\n"
	}
	return clean
}

// quoteUnsafe puts double quotes around the strings of a YAML document that need escapes;
// a document without such strings stays as it is.
func quoteUnsafe(text string) (string, error) {
	if text == clean.EscapeYAML(text) {
		return text, nil
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		return "", err
	}
	quoteNodes(&document)
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&document); err != nil {
		return "", err
	}
	return out.String(), nil
}

func quoteNodes(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.Value != clean.EscapeYAML(n.Value) {
		n.Style = yaml.DoubleQuotedStyle
	}
	for _, child := range n.Content {
		quoteNodes(child)
	}
}

// TransitionJSON prints one line with a JSON object in which no control or invisible
// character is raw. It returns the error of the writer.
func TransitionJSON(w io.Writer, t diagnosis.Transition) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(t); err != nil {
		return fmt.Errorf("encoding a transition: %w", err)
	}
	if _, err := io.WriteString(w, clean.EscapeJSON(out.String())); err != nil {
		return fmt.Errorf("writing a transition: %w", err)
	}
	return nil
}
