package answers

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// codeField is the code in an error that is no JSON.
var codeField = lazy.Pattern(`(?i)\b(?:error\s?)?code\\*["']?\s*[=:]\s*\\*["']([A-Za-z][\w.]+)`)

// innerCode returns the code of the error in a status message: the innermost one, because the outer
// ones only wrap it. It is empty where the text names none.
func innerCode(text string) string {
	if code, _ := deepestCode(text, 0); code != "" {
		return code
	}
	all := codeField().FindAllStringSubmatch(text, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// deepestCode reads a text that is JSON, whole or cut.
func deepestCode(text string, depth int) (code string, at int) {
	if text = strings.TrimSpace(text); !strings.HasPrefix(text, "{") || depth > maxDepth {
		return "", 0
	}
	v, _ := newDecoder(text).value(1) // what was read before an error is enough
	o, _ := v.(object)
	return errorCode(o, depth)
}

// errorCode returns the code of an error object, or of the first of the errors within it that lies
// deepest.
func errorCode(o object, depth int) (code string, at int) {
	if o == nil || depth > maxDepth {
		return "", 0
	}
	code, at = o.text("code"), depth
	if code == "" {
		at = -1
	}
	within := append(o.list("details"), o.child("error"), o.child("innererror"))
	for _, inner := range within {
		if c, d := errorCode(inner, depth+1); c != "" && d > at {
			code, at = c, d
		}
	}
	if c, d := deepestCode(o.text("message"), depth+1); c != "" && d > at {
		code, at = c, d
	}
	return code, at
}

// errorText returns an error object as the text that Azure would write of it.
func errorText(o object) string {
	code, message := o.text("code"), o.text("message")
	switch {
	case o == nil:
		return ""
	case code == "":
		return message
	case message == "":
		return code
	default:
		return code + ": " + message
	}
}
