package redact

import (
	"hash/maphash"
	"strings"
)

// Words that were looked up are remembered up to twice as many as those of the last snapshot that was redacted as a whole, but at
// least minAsked: so what is kept of a cluster that does not change stays, however many words it has. The texts of the events of a
// watch, at most 128 MiB, have fewer words than maxAsked.
const (
	minAsked = 1 << 18
	maxAsked = 1 << 24
)

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
	// most is how many words are remembered now, and bound is maxAsked; tests use less.
	most, bound int
}

func newNames() names {
	return names{tokens: map[string]string{}, asked: map[uint64]struct{}{}, seed: maphash.MakeSeed(), age: 1, most: minAsked, bound: maxAsked}
}

// whole lets all words of a snapshot be remembered.
func (n *names) whole() { n.most = n.bound }

// settle ends what whole began, once all words were looked up.
func (n *names) settle() { n.most = min(n.bound, max(minAsked, 2*len(n.asked))) }

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
