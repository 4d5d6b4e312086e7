package knowledge

import (
	"cmp"
	"slices"
)

// Match is what the details of a failed repair say.
type Match struct {
	// Entry is the entry of the innermost code that the table knows, nil when none is.
	Entry *Entry
	// Unknown are codes that the text names in a code field (Code="X", "code":"X",
	// ERROR CODE: X, ARM ErrorCode: X, SubCode: X) and that the table does not know, innermost first.
	Unknown []string
	// Outer are the known codes around Entry, innermost first; they are context.
	Outer []string
	// Refinements are entries of other kinds named in the same text (an AADSTS number, an
	// exit code), in the order they appear.
	Refinements []*Entry
}

// Match reads the details of a failed repair, as Details returns them. Any text is
// allowed; the time taken grows linearly with its length.
//
// A hit is a code field whose value is a code, alias or signature of the table, or a
// signature anywhere in the text. Entry is chosen among the hits of kind code:
//
//   - Where the text has a code field or a phrase (a signature of several words or with a
//     colon), known or not, single words do not count: prose can hold them by chance.
//   - Then the deepest wins, because Azure wraps the root cause: depth counts the braces
//     and brackets around a hit and how often its quotes are escaped. A phrase inside an
//     object is one deeper than the object's own code, which its message explains.
//   - At equal depth inside brackets the first wins: siblings of a details array are in
//     the order of the service that wrote them.
//   - At equal depth in flat text the last wins: Go programs, AKS among them, wrap errors
//     as "outer: inner", and the AKS wrapper writes SubCode before the original error.
//
// A failed extension is mostly the bootstrap of the node; where the text names another one, the
// entry is that of other extensions.
//
// The names that stand around the error of another service, or of one credential of several,
// have no meaning of their own: they count only where there is no other code, known or not.
//
// Details that are nothing but a code or alias, or begin with one as in "Conflict: x",
// lead to it even when it is no signature.
func (t *Table) Match(details string) Match {
	hits := dropSingleWords(dropEnvelopes(t.nameExtension(details, t.hits(details))))
	setDepths(details, hits)
	m := Match{Refinements: refinements(hits)}
	slices.SortStableFunc(hits, compareDepth)
	m.Entry, m.Outer = innermost(hits)
	m.Entry.whole()
	complete(m.Refinements...)
	m.Unknown = unknownCodes(hits)
	return m
}

// envelopes are the entries for codes that ARM puts around the error of another service, and
// for the chain of credentials that a program tried.
var envelopes = []string{"DeploymentFailed", "DefaultAzureCredential failed to acquire a token"}

// dropEnvelopes leaves out envelopes where there is another code.
func dropEnvelopes(hits []hit) []hit {
	envelope := func(h hit) bool { return h.entry != nil && slices.Contains(envelopes, h.entry.Code) }
	if !slices.ContainsFunc(hits, func(h hit) bool { return !envelope(h) && (h.entry == nil || h.entry.Kind == KindCode) }) {
		return hits
	}
	return slices.DeleteFunc(hits, envelope)
}

// dropSingleWords leaves single words out where something stronger is there.
func dropSingleWords(hits []hit) []hit {
	strong := slices.ContainsFunc(hits, func(h hit) bool { return h.strong && (h.entry == nil || h.entry.Kind == KindCode) })
	return slices.DeleteFunc(hits, func(h hit) bool {
		return strong && !h.strong && h.entry != nil && h.entry.Kind == KindCode
	})
}

// compareDepth orders hits from the innermost outwards. Hits that begin at one place and are
// equal in all else name the same thing twice.
func compareDepth(a, b hit) int {
	byPlace := cmp.Compare(a.start, b.start)
	if a.braces == 0 {
		byPlace = -byPlace
	}
	return cmp.Or(
		cmp.Compare(b.strength(), a.strength()),
		-cmp.Compare(a.depth, b.depth),
		-cmp.Compare(a.braces, b.braces),
		byPlace,
	)
}

func (h hit) strength() int {
	if h.strong {
		return 1
	}
	return 0
}

// innermost returns the entry of the innermost code and the codes around it.
func innermost(hits []hit) (*Entry, []string) {
	var first *Entry
	var outer []string
	seen := map[*Entry]bool{}
	for _, h := range hits {
		if h.entry == nil || h.entry.Kind != KindCode || seen[h.entry] {
			continue
		}
		seen[h.entry] = true
		if first == nil {
			first = h.entry
			continue
		}
		outer = append(outer, h.entry.Code)
	}
	return first, outer
}

// unknownCodes returns the distinct values of code fields that no entry has.
func unknownCodes(hits []hit) []string {
	var codes []string
	seen := map[string]bool{}
	for _, h := range hits {
		if h.entry == nil && !seen[fold(h.code)] {
			seen[fold(h.code)] = true
			codes = append(codes, h.code)
		}
	}
	return codes
}

// refinements returns the distinct entries of other kinds; hits are still in text order.
func refinements(hits []hit) []*Entry {
	var entries []*Entry
	seen := map[*Entry]bool{}
	for _, h := range hits {
		if h.entry != nil && h.entry.Kind != KindCode && !seen[h.entry] {
			seen[h.entry] = true
			entries = append(entries, h.entry)
		}
	}
	return entries
}
