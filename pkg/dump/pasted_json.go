package dump

import (
	"encoding/json"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/brackets"
)

// completeJSON closes what is open at the end of JSON that was cut off, behind its last whole
// member, and returns it as YAML, whose objects are not taken for whole where the text ends. It is
// not ok for JSON that is whole or has no whole member.
func completeJSON(text string) (string, bool) {
	var open, openAtComma []byte
	var in brackets.Strings
	comma := -1
	for i := range len(text) {
		switch c := text[i]; {
		case in.Has(c):
		case c == '{' || c == '[':
			open = append(open, c+2)
		case (c == '}' || c == ']') && len(open) > 0:
			open = open[:len(open)-1]
		case c == ',':
			comma, openAtComma = i, append(openAtComma[:0], open...)
		}
	}
	if len(open) == 0 || comma < 0 {
		return "", false
	}
	closed := []byte(text[:comma])
	for i := len(openAtComma) - 1; i >= 0; i-- {
		closed = append(closed, openAtComma[i])
	}
	if !json.Valid(closed) {
		return "", false
	}
	data, err := yaml.JSONToYAML(closed)
	return string(data), err == nil
}
