package redact

import (
	"hash/maphash"
	"strings"
)

// maxAsked is the most words that are remembered to have been looked up.
const maxAsked = 1 << 18

// names are the names of the cluster with their tokens. A name keeps the token that it got first, and is never
// forgotten.
//
// Names are learned one after the other, and a text that was redacted before a name in it was learned can show that
// name. So names remember which words were looked up, for as long as anything is kept that was redacted with the
// answers; age is another number as soon as one of these answers can be another. What was redacted at an age that is
// over must not be used.
type names struct {
	// tokens are by the name in lower case.
	tokens map[string]string
	// asked are the hashes of all words, in lower case, that were looked up at this age. Two words with one hash
	// only end an age too early.
	asked map[uint64]struct{}
	seed  maphash.Seed
	age   int
	// most is maxAsked; tests use less.
	most int
}

func newNames() names {
	return names{tokens: map[string]string{}, asked: map[uint64]struct{}{}, seed: maphash.MakeSeed(), most: maxAsked}
}

// lookUp returns the token of a word that is a name, in letters of any case.
func (n *names) lookUp(word string) (token string, ok bool) {
	lower := strings.ToLower(word)
	if len(n.asked) >= n.most {
		n.end()
	}
	n.asked[maphash.String(n.seed, lower)] = struct{}{}
	token, ok = n.tokens[lower]
	return token, ok
}

// has says whether a name has a token, other than the name itself, as that of a usual namespace. The answer must not be
// used to redact a text.
func (n *names) has(name string) bool {
	lower := strings.ToLower(name)
	token := n.tokens[lower]
	return token != "" && token != lower
}

// add adds a name.
func (n *names) add(name, token string) {
	if lower := strings.ToLower(name); n.tokens[lower] != token {
		n.tokens[lower] = token
		n.changed(lower)
	}
}

// changed ends the age where a word was looked up that is redacted in another way from now on.
func (n *names) changed(word string) {
	if _, asked := n.asked[maphash.String(n.seed, strings.ToLower(word))]; asked {
		n.end()
	}
}

func (n *names) end() {
	clear(n.asked)
	n.age++
}
