package knowledge

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// literal is one signature, folded. A space in it stands for any white space.
type literal struct {
	text   string   // up to the first gap
	rest   []string // what follows each gap
	entry  *Entry
	phrase bool // too distinctive to stand in prose by chance
}

// finder finds signatures. Literals are grouped by their first byte, longest first. Few share
// one, so that the time to search a text is linear in its length.
type finder struct {
	first [256][]literal
}

// occurrence is a literal and where it begins and ends.
type occurrence struct {
	literal    *literal
	start, end int
}

func newFinder(entries []*Entry) *finder {
	f := &finder{}
	for _, e := range entries {
		for _, s := range e.Signatures {
			f.add(e, s)
		}
	}
	f.sort()
	return f
}

// gap stands in a signature for what differs from message to message, such as a name, and
// longestGap is how many bytes that can be.
const (
	gap        = "{}"
	longestGap = 256
)

func (f *finder) add(e *Entry, signature string) {
	parts := strings.Split(fold(signature), gap)
	if text := parts[0]; text != "" {
		f.first[text[0]] = append(f.first[text[0]], literal{text, parts[1:], e, strings.ContainsAny(signature, " :")})
	}
}

func (f *finder) sort() {
	for i := range f.first {
		slices.SortStableFunc(f.first[i], func(a, b literal) int {
			return cmp.Or(cmp.Compare(len(b.text), len(a.text)), cmp.Compare(b.length(), a.length()))
		})
	}
}

// length returns how many bytes a literal has without its gaps.
func (l *literal) length() int { return len(l.text) + len(strings.Join(l.rest, "")) }

// find yields the literals in text from left to right, the longest at each place. They
// may overlap: a phrase can hold the number that another entry explains.
func (f *finder) find(text string) iter.Seq[occurrence] {
	return func(yield func(occurrence) bool) {
		for i := range len(text) {
			if l, end := f.at(text, i); l != nil && !yield(occurrence{l, i, end}) {
				return
			}
		}
	}
}

// at returns the longest literal that begins at start and is not a part of longer words, and where
// it ends; nil when there is none.
func (f *finder) at(text string, start int) (l *literal, end int) {
	if start >= len(text) {
		return nil, 0
	}
	candidates := f.first[lower(text[start])]
	if len(candidates) == 0 || startsWithWord(text[start:]) && !boundary(text, start) {
		return nil, 0
	}
	for i := range candidates {
		if end := candidates[i].end(text, start); end > 0 && (!endsWithWord(text[:end]) || !startsWithWord(text[end:])) {
			return &candidates[i], end
		}
	}
	return nil, 0
}

// end returns where the literal ends in text when it begins at start, or 0.
func (l *literal) end(text string, start int) int {
	end := prefix(text, start, l.text)
	for _, next := range l.rest {
		if end > 0 {
			end = after(text, end, next)
		}
	}
	return end
}

// after returns where the first literal ends in text that begins at most one gap behind start, or 0.
func after(text string, start int, literal string) int {
	for i := start; i < min(start+longestGap, len(text)); i++ {
		if end := prefix(text, i, literal); end > 0 {
			return end
		}
	}
	return 0
}

// prefix returns where the literal ends in text when it begins at start, or 0.
func prefix(text string, start int, literal string) int {
	i := start
	for j := range len(literal) {
		switch {
		case i >= len(text):
			return 0
		case literal[j] == ' ':
			n := leadingSpace(text[i:])
			if n == 0 {
				return 0
			}
			i += n
		case lower(text[i]) != literal[j]:
			return 0
		default:
			i++
		}
	}
	return i
}

func leadingSpace(text string) int {
	return len(text) - len(strings.TrimLeft(text, " \t\r\n"))
}

// escaped is an escape at the end of quoted text, whose letters belong to no word.
var escaped = lazy.Pattern(`\\(?:[nrt]|u[0-9A-Fa-f]{4})$`)

// boundary reports whether no word reaches up to start.
func boundary(text string, start int) bool {
	if !endsWithWord(text[:start]) {
		return true
	}
	before := text[max(start-6, 0):start]
	return strings.Contains(before, `\`) && escaped().MatchString(before)
}

func endsWithWord(text string) bool {
	r, size := utf8.DecodeLastRuneInString(text)
	return size > 0 && isWord(r)
}

func startsWithWord(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size > 0 && isWord(r)
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// lower folds one byte of ASCII; signatures hold nothing else.
func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b | 0x20
	}
	return b
}
