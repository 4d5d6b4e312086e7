package redact

import (
	_ "embed"
	"regexp"
	"strings"
)

// wordsFile are words of Kubernetes' and this program's own texts, as far as the knowledge
// table does not have them.
//
//go:embed words.txt
var wordsFile string

// number matches what has digits and says nothing about anybody: short numbers, versions,
// pieces of times and durations.
var number = regexp.MustCompile(`^(?:[0-9]{1,4}|v?[0-9]{1,3}(?:\.[0-9]{1,5}){1,2}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}|[0-9]{2}(?:\.[0-9]+)?Z|(?:[0-9]+(?:\.[0-9]+)?(?:h|m|s|ms|us|µs))+|AADSTS[0-9]+|0x[0-9a-fA-F]{8})$`)

// splits cuts a word at what holds names together.
var splits = regexp.MustCompile(`[_.\-]+`)

// plain matches a word of a language, which names nobody by itself.
var plain = regexp.MustCompile(`^[a-z]+$`)

// harmless says whether a word can stay: it is a number of that kind, or a word of the
// vocabulary. Words that are put together, such as prod-network, are there only as a whole.
func (r *Redactor) harmless(word string) bool {
	return number.MatchString(word) || r.vocabulary[strings.ToLower(word)]
}

// addWords adds the words of a text to the vocabulary, and the parts of those that are put
// together.
func (r *Redactor) addWords(text string) {
	for _, word := range piece.FindAllString(text, -1) {
		word = strings.ToLower(strings.Trim(word, ".-_"))
		r.vocabulary[word] = true
		for _, part := range splits.Split(word, -1) {
			if plain.MatchString(part) {
				r.vocabulary[part] = true
			}
		}
	}
}

// learn notes a name and the token for it. A name that is a word of a language, such as a
// pool called "user", stays in texts, where it tells nothing.
func (r *Redactor) learn(name, token string) {
	lower := strings.ToLower(name)
	if name == "" || plain.MatchString(lower) && r.vocabulary[lower] {
		return
	}
	r.known[lower] = token
}
