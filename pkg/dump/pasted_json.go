package dump

import (
	"bytes"
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

// limitedBuffer keeps what was read as long as it is not more than a limit.
type limitedBuffer struct {
	bytes.Buffer
	limit    int
	exceeded bool
}

// Write keeps the bytes, or notes that there are too many. It never fails.
func (b *limitedBuffer) Write(data []byte) (int, error) {
	if b.exceeded = b.exceeded || b.Len()+len(data) > b.limit; b.exceeded {
		b.Reset()
		return len(data), nil
	}
	return b.Buffer.Write(data) //nolint:wrapcheck // it never fails
}
