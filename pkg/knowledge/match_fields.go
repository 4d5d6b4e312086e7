package knowledge

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// opening is what stands before the value of a code field. Unquoted forms are taken only
// where a producer is known to write them: azcore (ERROR CODE: X), the AKS service
// (SubCode: X; ARM ErrorCode: X) and the Azure CLI (a line Code: X).
var opening = lazy.Pattern(`(?i)` + strings.Join([]string{
	`(?:arm\s+)?error\s*code\\*["']?\s*[:=]\s*\\*["']?`,
	`subcode\s*[:=]\s*\\*["']?`,
	`code\\*["']?\s*[:=]\s*\\*["']`,
	`(?:<|\\u003c)code(?:>|\\u003e)\s*`, // kubectl -o json escapes angle brackets
	`(?m:^)[ \t]*code:[ \t]*\\*["']?`,
}, "|"))

// powerSpan is how far before a code field its power state is looked for.
const powerSpan = 64

// LongestCode bounds what is taken for the value of a code field, in bytes.
const LongestCode = 128

// fieldHits returns the code fields of a text, in order.
func (t *Table) fieldHits(text string) []hit {
	var hits []hit
	for _, span := range opening().FindAllStringIndex(text, -1) {
		if !boundary(text, span[0]) || powerState().MatchString(text[max(span[0]-powerSpan, 0):span[0]]) {
			continue
		}
		if h, ok := t.fieldHit(text, span[1]); ok {
			hits = append(hits, h)
		}
	}
	return hits
}

// fieldHit reads the value that begins at start.
func (t *Table) fieldHit(text string, start int) (hit, bool) {
	if l, _ := t.finder().at(text, start); l != nil {
		return hit{start: start, entry: l.entry, strong: true}, true
	}
	quoted := text[start-1] == '"' || text[start-1] == '\''
	value, complete := fieldValue(text[start:], quoted)
	value, isCode := lastPart(value)
	if e := t.Entry(value); e != nil {
		return hit{start: start, entry: e, strong: true}, true
	}
	if !isCode {
		return hit{}, false
	}
	if !complete || !startsWithLetter(value) {
		return hit{}, false
	}
	return hit{start: start, code: value, strong: true}, true
}

// fieldValue returns the value at the start of text: up to the closing quote, or as far as a
// code can reach. It is not complete when the text ends before the quote.
func fieldValue(text string, quoted bool) (value string, complete bool) {
	text = text[:min(len(text), LongestCode)]
	if quoted {
		end := strings.IndexAny(text, "\"'\\\r\n")
		if end < 0 {
			return strings.TrimSpace(text), false
		}
		return strings.TrimSpace(text[:end]), strings.TrimSpace(text[end:]) != ""
	}
	end := strings.IndexFunc(text, func(r rune) bool { return !isWord(r) && !strings.ContainsRune("./-", r) })
	if end < 0 {
		end = len(text)
	}
	return strings.TrimRight(text[:end], "./-"), true
}

// lastPart returns the code in the value of a code field. A value with slashes is a status of an
// instance view: ProvisioningState/failed/VMExtensionProvisioningError ends with the code.
// ProvisioningState/Unavailable, ProvisioningState/failed/0 and
// ComponentStatus/StdErr/succeeded have none: there is nothing behind the state, or a number,
// or the name of a state, which begins with a small letter.
func lastPart(value string) (code string, isCode bool) {
	parts := strings.Split(value, "/")
	code = parts[len(parts)-1]
	return code, len(parts) == 1 || len(parts) > 2 && code != "" && code[0] >= 'A' && code[0] <= 'Z'
}

// powerState stands before the code field that holds the power state of a cluster or a pool,
// which is no error.
var powerState = lazy.Pattern(`(?i)powerState\\*["']?\s*:\s*\{\s*\\*["']?$`)

func startsWithLetter(s string) bool {
	return s != "" && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z')
}
