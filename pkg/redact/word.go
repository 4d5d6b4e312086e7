package redact

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// harmlessWords are words of the texts of Kubernetes and of this program that the knowledge
// table does not have.
//
//go:embed words.txt
var harmlessWords string

// harmlessNumber matches words that identify nobody: single letters, short numbers, versions,
// parts of times and durations, error numbers of Windows (HRESULT of the facilities 0 to F, and NTSTATUS of facility 0). Other
// hexadecimal numbers can be an address: 0xC0A80001 is 192.168.0.1.
var harmlessNumber = lazy.Pattern(`^(?:[A-Za-z]|[0-9]{1,4}|v?[0-9]{1,3}(?:\.[0-9]{1,5}){1,2}|v[0-9]{1,2}(?:(?:alpha|beta)[0-9]{1,2})?|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}|[0-9]{2}(?:\.[0-9]+)?Z|(?:[0-9]+(?:\.[0-9]+)?(?:h|m|s|ms|us|µs))+|AADSTS[0-9]+|0x(?:800[0-9a-fA-F]|[Cc]000)[0-9a-fA-F]{4})$`)

// azureProduct matches Azure's names of VM sizes, kernels and node images.
var azureProduct = lazy.Pattern(`^(?:(?:Standard|Basic)_[A-Z]{1,3}[0-9]{1,3}(?:-[0-9]{1,3})?[a-z]{0,7}(?:_[A-Z]{0,3}[0-9]{1,4}[a-z]{0,2}|_v[0-9])*|[4-9]\.[0-9]{1,2}\.[0-9]{1,3}(?:\.[0-9])?-[0-9]{1,5}(?:-azure|\.azl3|\.cm2)|AKS(?:Ubuntu|AzureLinux|AzureContainerLinux|CBLMariner|Windows)-[0-9A-Za-z]{1,32}(?:-containerd)?-[0-9.]{5,20})$`)

// availabilityZone matches an availability zone: a region and a number.
var availabilityZone = lazy.Pattern(`^([a-z]+[0-9]?)-[0-9]$`)

// camelPart matches one part of a name such as NodeNotReady.
var camelPart = lazy.Pattern(`[A-Z]?[a-z]+|[A-Z]+`)

// camelName matches such a name as a whole.
var camelName = lazy.Pattern(`^[A-Z][A-Za-z]*$`)

// wordSeparator matches the characters that join the parts of a name.
var wordSeparator = lazy.Pattern(`[_.\-]+`)

// plainWord matches a word of a language, which identifies nobody by itself.
var plainWord = lazy.Pattern(`^[a-z]+$`)

// isHarmless says whether a word can stay: it is a harmless number, a product of Azure, a word
// of the vocabulary, or a reason made of such words. Other compounds, such as prod-network,
// must be in the vocabulary as a whole.
func (r *Redactor) isHarmless(word string) bool {
	if harmlessNumber().MatchString(word) || azureProduct().MatchString(word) || r.vocabulary[strings.ToLower(word)] {
		return true
	}
	if m := availabilityZone().FindStringSubmatch(word); m != nil {
		return r.vocabulary[m[1]]
	}
	return camelName().MatchString(word) && !slices.ContainsFunc(camelPart().FindAllString(word, -1), func(part string) bool {
		return !r.vocabulary[strings.ToLower(part)]
	})
}

// isWordRune says whether a character can be part of a word.
func isWordRune(c rune) bool {
	return strings.ContainsRune("_.-", c) || unicode.In(c, unicode.L, unicode.N, unicode.M)
}

// addWords adds the words of a text, and the parts of compounds, to the vocabulary.
func (r *Redactor) addWords(text string) {
	for word := range strings.FieldsFuncSeq(text, func(c rune) bool { return !isWordRune(c) }) {
		word = strings.ToLower(strings.Trim(word, ".-_"))
		if r.vocabulary[word] {
			continue
		}
		r.vocabulary[word] = true
		for _, part := range wordSeparator().Split(word, -1) {
			if plainWord().MatchString(part) {
				r.vocabulary[part] = true
			}
		}
	}
}

// learn adds a name, for which token makes the token. A name that is a word of a language, such as a pool called
// "user", stays in texts, where it identifies nothing.
func (r *Redactor) learn(name string, token func(string) string) {
	lower := strings.ToLower(name)
	if name == "" || r.names.has(name) || r.vocabulary[lower] && plainWord().MatchString(lower) {
		return
	}
	r.names.add(name, token(name))
}
