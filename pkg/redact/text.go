package redact

import (
	"net/netip"
	"regexp"
	"strings"
)

// piece matches a word of a text: letters, digits and what holds names together. Marks on
// letters belong to them.
var piece = lazy(`[\p{L}\p{N}\p{M}_.\-]+`)

// colons matches what can be an address with colons in it.
var colons = lazy(`[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\w.\-]+)?`)

// hardware matches the address of a network card.
var hardware = lazy(`\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b`)

// code matches a code that is named as one: Code="X", ErrorCode: X, in JSON or escaped.
var code = lazy(`(?i:code)\\?["']?\s*[:=]\s*\\?["']?([A-Z][a-z0-9]*[A-Z][A-Za-z0-9]*)`)

// lone matches a message whose details are one word: it is a code, known or not.
var lone = lazy(`(?:operation failure|error details here): (?:ARM ErrorCode: )?([A-Z][A-Za-z]+)\.?(?:\s*Learn more.*)?\s*$`)

// resource matches an ID of Azure's Resource Manager, whole or from some level on.
var resource = lazy(`(?i)/?(?:subscriptions|resourceGroups)/[^\s"'\\,;()<>\]]+`)

// Text is a text in which every word that is not known to be harmless is replaced. Words
// that follow each other are replaced by one token.
func (r *Redactor) Text(text string) string {
	return r.remembered("text "+text, func() string { return r.keeping(nil, text) })
}

// maxJudged bounds what is remembered.
const maxJudged = 20_000

// remembered is what was judged before, as long as no new name was learnt.
func (r *Redactor) remembered(key string, judge func() string) string {
	shown, ok := r.judged[key]
	if !ok {
		if len(r.judged) >= maxJudged {
			clear(r.judged)
		}
		shown = judge()
		r.judged[key] = shown
	}
	return shown
}

// message is Text for what a program says of a node. A code in it stays, known or not:
// without it nobody can say what an error means.
func (r *Redactor) message(text string) string {
	return r.remembered("message "+text, func() string { return r.keeping(codesIn(text), text) })
}

// codesIn are the words of a text that it calls codes.
func codesIn(text string) map[string]bool {
	kept := map[string]bool{}
	for _, pattern := range []*regexp.Regexp{code(), lone()} {
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			kept[m[1]] = true
		}
	}
	return kept
}

// keeping is Text that keeps some words.
func (r *Redactor) keeping(kept map[string]bool, text string) string {
	var out strings.Builder
	end := 0
	for _, at := range resource().FindAllStringIndex(text, -1) {
		out.WriteString(r.words(text[end:at[0]], kept) + r.resourceID(text[at[0]:at[1]]))
		end = at[1]
	}
	return out.String() + r.words(text[end:], kept)
}

// words judges a text word by word.
func (r *Redactor) words(text string, kept map[string]bool) string {
	text = colons().ReplaceAllStringFunc(text, r.address)
	text = hardware().ReplaceAllStringFunc(text, func(address string) string { return r.token("mac", address) })
	var out strings.Builder
	var run []string // words that become one token
	end := 0
	flush := func() {
		if len(run) > 0 {
			out.WriteString(r.token("text", strings.Join(run, " ")))
			run = nil
		}
	}
	for _, at := range piece().FindAllStringIndex(text, -1) {
		word := strings.TrimLeft(text[at[0]:at[1]], ".-")
		start := at[1] - len(word)
		if word = strings.TrimRight(word, ".-"); word == "" {
			continue
		}
		between := text[end:start]
		end = start + len(word)
		if shown, ok := r.shown(word, kept); ok {
			flush()
			out.WriteString(between + shown)
			continue
		}
		if between != " " || len(run) == 0 {
			flush()
			out.WriteString(between)
		}
		run = append(run, word)
	}
	flush()
	return out.String() + text[end:]
}

// shown is how a word is shown; ok is false for one that is not known.
func (r *Redactor) shown(word string, kept map[string]bool) (string, bool) {
	lower := strings.ToLower(word)
	if token, ok := r.known[lower]; ok {
		return token, true
	}
	if token, ok := r.shaped(word); ok {
		return token, true
	}
	return word, kept[word] || r.harmless(word)
}

// shaped are words that are told by their form: IDs, addresses, names of nodes.
func (r *Redactor) shaped(word string) (string, bool) {
	switch {
	case r.own(word):
		return word, true
	case guid().MatchString(word):
		return r.id(word), true
	case inPool().MatchString(word):
		return r.node(word), true
	default:
		if _, err := netip.ParseAddr(word); err == nil {
			return r.token("ip", word), true
		}
		return "", false
	}
}

// own says whether a word is a token of this Redactor; real names can look like one.
func (r *Redactor) own(word string) bool {
	return r.taken[word] != "" || r.taken[strings.Replace(word, "pool", "pool-", 1)] != ""
}

// address replaces an address with colons; times have colons too and stay.
func (r *Redactor) address(text string) string {
	trimmed := strings.TrimRight(text, ".")
	bare, zone, _ := strings.Cut(trimmed, "%")
	if _, err := netip.ParseAddr(strings.TrimRight(bare, ":")); err == nil {
		return r.token("ip", bare+"%"+zone) + text[len(trimmed):]
	}
	return text
}

// text is Text for a string of another type.
func text[T ~string](r *Redactor, value T) T { return T(r.Text(string(value))) }
