package printer

import (
	"strings"
	"sync"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
)

// codeLike matches a word that is no plain English: states such as Failed are words of many sentences.
var codeLike = lazy.Pattern(`^.+[A-Z0-9]`)

// microsoft begins the addresses of the documentation of AKS and Azure.
const microsoft = "https://learn.microsoft.com/"

// Links returns, for Style.Link, where words lead to: the name of an entry to the first page of Microsoft
// that it refers to, and the address of a reference to itself. Whatever other text says, it leads to
// no other address. Entry gives the entry of a name, nil for none, and entries all of them.
func Links(entry func(code string) *knowledge.Entry, entries func() []*knowledge.Entry) func(word string) string {
	known := sync.OnceValue(func() map[string]bool {
		all := map[string]bool{}
		for _, e := range entries() {
			for _, address := range document.Addresses(e) {
				all[address] = true
			}
		}
		return all
	})
	return func(word string) string {
		if strings.HasPrefix(word, "https://") {
			if known()[word] {
				return word
			}
			return ""
		}
		if !codeLike().MatchString(word) {
			return ""
		}
		if e := entry(word); e != nil {
			for _, address := range document.Addresses(e) {
				if strings.HasPrefix(address, microsoft) {
					return address
				}
			}
		}
		return ""
	}
}
