package redact

import (
	"net/netip"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// wordPattern matches a word: letters, digits, the marks on letters, and the characters that
// join the parts of a name.
var wordPattern = lazy.Pattern(`[\p{L}\p{N}\p{M}_.\-]+`)

// colonAddress matches what can be an address with colons.
var colonAddress = lazy.Pattern(`[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\w.\-]+)?`)

// macAddress matches the address of a network interface.
var macAddress = lazy.Pattern(`\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b`)

// What divides groups of digits, once: a blank, which can be one that does not break a line or has no width, or a dash. Between the
// columns of a table there are more. With hyphens most groups are one word, so that not all forms need them.
const (
	blank = `[\t\p{Zs}\x{200B}-\x{200D}\x{2060}\x{FEFF}]`
	dash  = `[\p{Pd}\x{2212}\x{AD}]`
	// divider is one of them but the hyphen
	divider = `(?:` + blank + `|[^\P{Pd}\-]|[\x{2212}\x{AD}])`
)

// digitGroups matches numbers in groups that can identify somebody: of a telephone, of a card, of an account.
var digitGroups = lazy.Pattern(`\+\d{1,3}(?:(?:` + blank + `|` + dash + `|/)?\(?\d+\)?)+|` +
	`\b\d{4}(?:(?:` + blank + `|` + dash + `)\d{4}){2,}(?:` + divider + `\d{2,6})*\b|` +
	`\(?\b\d{2,6}\)?(?:` + divider + `\d{2,6}){2,}\b|` +
	`\(?\b\d{3}\)?` + divider + `\d{3}-\d{4}\b`)

// divisions matches what divides the groups.
var divisions = lazy.Pattern(divider)

// columnValue matches what the column of a table can have in place of a group: a time, an address, a version or a fraction.
var columnValue = lazy.Pattern(`^(?:\d{1,2}:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?|\d{1,3}(?:\.\d{1,3}){1,3}|\d{1,3}(?:\.\d{1,3}){3}:\d{1,5})$`)

// timeZone matches the zone of a time that ends a column.
var timeZone = lazy.Pattern(`^\+(?:0\d|1[0-4])(?:00|30|45)\t`)

// namedCode matches a code that the text calls a code: Code="X", ErrorCode: X, in JSON or
// escaped.
var namedCode = lazy.Pattern(`(?i:code)\\?["']?\s*[:=]\s*\\?["']?([A-Z][a-z0-9]*[A-Z][A-Za-z0-9]*)`)

// loneCode matches a message whose details are one word: that word is a code.
var loneCode = lazy.Pattern(`(?:operation failure|error details here): (?:ARM ErrorCode: )?([A-Z][A-Za-z]+)\.?(?:\s*Learn more.*)?\s*$`)

// resourcePath matches an ID of Azure Resource Manager, whole or from some level on.
var resourcePath = lazy.Pattern(`(?i)/?(?:subscriptions|resourceGroups)/[^\s"'\\,;()<>\]]+`)

// Text replaces every word of a text that is not known to be harmless. One token replaces words
// that follow each other.
func (r *Redactor) Text(text string) string {
	return r.cached("text "+text, func() string { return r.redactExcept(nil, text) })
}

// maxCached is the most entries of the cache.
const maxCached = 20_000

// cached returns the cached result for a key, or calls judge. A result is not kept where an age of the names ended
// meanwhile.
func (r *Redactor) cached(key string, judge func() string) string {
	age := r.names.age
	if r.cacheAge != age || len(r.cache) >= maxCached {
		clear(r.cache)
		r.cacheAge = age
	}
	shown, ok := r.cache[key]
	if !ok {
		if shown = judge(); r.names.age == age {
			r.cache[key] = shown
		}
	}
	return shown
}

// redactMessage is Text for what a program reports about a node. It keeps codes, known or not,
// because they say what the error means.
func (r *Redactor) redactMessage(text string) string {
	return r.cached("message "+text, func() string { return r.redactExcept(codesIn(text), text) })
}

// codesIn returns the words of a text that it calls codes.
func codesIn(text string) map[string]bool {
	kept := map[string]bool{}
	for _, pattern := range []*regexp.Regexp{namedCode(), loneCode()} {
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			kept[m[1]] = true
		}
	}
	return kept
}

// redactExcept is Text, but keeps the given words.
func (r *Redactor) redactExcept(kept map[string]bool, text string) string {
	var out strings.Builder
	end := 0
	for _, at := range resourcePath().FindAllStringIndex(text, -1) {
		out.WriteString(r.redactWords(text[end:at[0]], kept) + r.redactResourceID(text[at[0]:at[1]]))
		end = at[1]
	}
	return out.String() + r.redactWords(text[end:], kept)
}

// redactWords redacts a text word by word.
func (r *Redactor) redactWords(text string, kept map[string]bool) string {
	text = colonAddress().ReplaceAllStringFunc(text, r.redactAddress)
	text = macAddress().ReplaceAllStringFunc(text, func(address string) string { return r.token("mac", address) })
	text = r.redactGroups(text)
	var out strings.Builder
	var run []string // words that become one token
	end := 0
	flush := func() {
		if len(run) > 0 {
			out.WriteString(r.token("text", strings.Join(run, " ")))
			run = nil
		}
	}
	for _, at := range wordPattern().FindAllStringIndex(text, -1) {
		word := strings.TrimLeft(text[at[0]:at[1]], ".-")
		start := at[1] - len(word)
		if word = strings.TrimRight(word, ".-"); word == "" {
			continue
		}
		between := text[end:start]
		end = start + len(word)
		if shown, ok := r.showWord(word, kept); ok {
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

// showWord returns a word as it is shown; ok is false if it must be replaced.
func (r *Redactor) showWord(word string, kept map[string]bool) (string, bool) {
	if token, ok := r.names.lookUp(word); ok {
		return token, true
	}
	if token, ok := r.replaceByForm(word); ok {
		return token, true
	}
	return word, kept[word] || r.isHarmless(word)
}

// replaceByForm replaces words that are recognised by their form: IDs, addresses, names of
// nodes.
func (r *Redactor) replaceByForm(word string) (string, bool) {
	switch {
	case r.isToken(word):
		return word, true
	case guidPattern().MatchString(word):
		return r.idToken(word), true
	case aksNodeName().MatchString(word):
		return r.nodeName(word), true
	default:
		if _, err := netip.ParseAddr(word); err == nil {
			return r.token("ip", word), true
		}
		return "", false
	}
}

// isToken says whether this Redactor issued a word as a token; real names can look like tokens. The word was looked
// up in the names.
func (r *Redactor) isToken(word string) bool {
	return r.valueOf[word] != "" || r.valueOf[strings.Replace(word, "pool", "pool-", 1)] != ""
}

// redactAddress replaces an address with colons. Times have colons too and stay.
func (r *Redactor) redactAddress(text string) string {
	trimmed := strings.TrimRight(text, ".")
	bare, zone, _ := strings.Cut(trimmed, "%")
	if _, err := netip.ParseAddr(strings.TrimRight(bare, ":")); err == nil {
		return r.token("ip", bare+"%"+zone) + text[len(trimmed):]
	}
	return text
}

// redactGroups redacts the groups of digits in a text.
func (r *Redactor) redactGroups(text string) string {
	var out strings.Builder
	for {
		at := digitGroups().FindStringIndex(text)
		if at == nil {
			return out.String() + text
		}
		shown, end := r.redactRun(text, at[0], at[1])
		out.WriteString(shown)
		text = text[end:]
	}
}

// redactRun redacts the first groups of digits in a text, which are from start to end. It returns the text up to where it looked, and
// where that is. The zone of a time that ends a column, other values of a table and a few short numbers stay.
func (r *Redactor) redactRun(text string, start, end int) (string, int) {
	run := text[start:end]
	if zone := timeZone().FindString(run); zone != "" {
		return text[:start+len(zone)], start + len(zone)
	}
	divided := divisions().FindAllStringIndex(run, -1)
	if len(divided) > 0 && run[0] != '+' {
		first, last := divided[0], divided[len(divided)-1]
		if run[first[0]:first[1]] != " " && columnValue().MatchString(text[startOfValue(text, start):start+first[0]]) {
			return text[:start+first[0]], start + first[0]
		}
		if run[last[0]:last[1]] != " " && columnValue().MatchString(text[start+last[1]:endOfValue(text, end)]) {
			return r.redactGroups(text[:start+last[0]]), start + last[0]
		}
		if len(divisions().ReplaceAllString(run, "")) < len("123456789") { // the rest can be a part of other groups
			return text[:start+first[0]], start + first[0]
		}
	}
	if utf8.RuneCountInString(run) <= len("+00:00") {
		return text[:end], end
	}
	return text[:start] + r.token("number", run), end
}

// valueRunes are the characters of what columnValue matches.
const valueRunes = "0123456789.:"

// startOfValue returns where the value starts in which a group of digits starts.
func startOfValue(text string, group int) int {
	return len(strings.TrimRight(text[:group], valueRunes))
}

// endOfValue returns where the value ends in which a group of digits ends. The point or the colon of a sentence is no part of it.
func endOfValue(text string, group int) int {
	after := text[group : len(text)-len(strings.TrimLeft(text[group:], valueRunes))]
	return group + len(strings.TrimRight(after, ".:"))
}

// textAs is Text for a string of another type.
func textAs[T ~string](r *Redactor, value T) T { return T(r.Text(string(value))) }
