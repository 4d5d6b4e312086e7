package redact

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
)

// wordsFile are words of Kubernetes' and this program's own texts, as far as the knowledge
// table does not have them.
//
//go:embed words.txt
var wordsFile string

// number matches what says nothing about anybody: single letters, short numbers, versions,
// pieces of times and durations.
var number = lazy(`^(?:[A-Za-z]|[0-9]{1,4}|v?[0-9]{1,3}(?:\.[0-9]{1,5}){1,2}|v[0-9]{1,2}(?:(?:alpha|beta)[0-9]{1,2})?|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}|[0-9]{2}(?:\.[0-9]+)?Z|(?:[0-9]+(?:\.[0-9]+)?(?:h|m|s|ms|us|µs))+|AADSTS[0-9]+|0x[0-9a-fA-F]{8})$`)

// product matches what Azure calls its machine sizes, kernels and node images.
var product = lazy(`^(?:(?:Standard|Basic)_[A-Z]{1,3}[0-9]{1,3}(?:-[0-9]{1,3})?[a-z]{0,7}(?:_[A-Z]{0,3}[0-9]{1,4}[a-z]{0,2}|_v[0-9])*|[4-9]\.[0-9]{1,2}\.[0-9]{1,3}(?:\.[0-9])?-[0-9]{1,5}(?:-azure|\.azl3|\.cm2)|AKS(?:Ubuntu|AzureLinux|AzureContainerLinux|CBLMariner|Windows)-[0-9A-Za-z]{1,32}(?:-containerd)?-[0-9.]{5,20})$`)

// zone matches an availability zone, which is a region and a number.
var zone = lazy(`^([a-z]+[0-9]?)-[0-9]$`)

// hump matches a part of a name such as NodeNotReady.
var hump = lazy(`[A-Z]?[a-z]+|[A-Z]+`)

// camel matches such a name.
var camel = lazy(`^[A-Z][A-Za-z]*$`)

// splits cuts a word at what holds names together.
var splits = lazy(`[_.\-]+`)

// plain matches a word of a language, which names nobody by itself.
var plain = lazy(`^[a-z]+$`)

// harmless says whether a word can stay: it is a number of that kind, a name of Azure's, a
// word of the vocabulary, or a reason that is made of such words. Others that are put
// together, such as prod-network, are there only as a whole.
func (r *Redactor) harmless(word string) bool {
	if number().MatchString(word) || product().MatchString(word) || r.vocabulary[strings.ToLower(word)] {
		return true
	}
	if m := zone().FindStringSubmatch(word); m != nil {
		return r.vocabulary[m[1]]
	}
	return camel().MatchString(word) && !slices.ContainsFunc(hump().FindAllString(word, -1), func(part string) bool {
		return !r.vocabulary[strings.ToLower(part)]
	})
}

// inWord says whether a character can be in a piece.
func inWord(c rune) bool {
	return strings.ContainsRune("_.-", c) || unicode.In(c, unicode.L, unicode.N, unicode.M)
}

// addWords adds the words of a text to the vocabulary, and the parts of those that are put
// together.
func (r *Redactor) addWords(text string) {
	for word := range strings.FieldsFuncSeq(text, func(c rune) bool { return !inWord(c) }) {
		word = strings.ToLower(strings.Trim(word, ".-_"))
		if r.vocabulary[word] {
			continue
		}
		r.vocabulary[word] = true
		for _, part := range splits().Split(word, -1) {
			if plain().MatchString(part) {
				r.vocabulary[part] = true
			}
		}
	}
}

// learn notes a name and the token for it. A name that is a word of a language, such as a
// pool called "user", stays in texts, where it tells nothing.
func (r *Redactor) learn(name, token string) {
	lower := strings.ToLower(name)
	if name == "" || plain().MatchString(lower) && r.vocabulary[lower] {
		return
	}
	if r.known[lower] != token {
		r.known[lower] = token
		clear(r.judged)
	}
}
