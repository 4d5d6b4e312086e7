// Package family knows which quota is that of the family of a VM size.
package family

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// Is says whether a quota is that of a family of sizes, by its name.
func Is(quota string) bool { return strings.HasSuffix(strings.ToLower(quota), "family") }

// Has says whether a quota is that of the family of a size, by their names. They have the same letters and digits, in an order that
// differs: standardNCASv3_T4Family is the quota of Standard_NC4as_T4_v3.
func Has(quota, size string) bool {
	of := lettersOfQuota(quota)
	return of != "" && of == lettersOfSize(size)
}

// sizeForm is the name of a size: its letters, a number of vCPUs with perhaps how many of them can be used, and what it has besides.
var sizeForm = lazy.Pattern(`^standard_([a-z]+)\d+(?:-\d+)?(.*)$`)

// lettersOfSize returns the letters and digits of the family of a size, in order; empty for a name that is none.
func lettersOfSize(size string) string {
	m := sizeForm().FindStringSubmatch(strings.ToLower(size))
	if m == nil {
		return ""
	}
	return letters(m[1] + m[2])
}

// lettersOfQuota returns the letters and digits of the name of a quota, in order; empty for one that is not of a family.
func lettersOfQuota(quota string) string {
	name, ok := strings.CutSuffix(strings.ToLower(quota), "family")
	if !ok {
		return ""
	}
	return letters(strings.TrimPrefix(strings.TrimSpace(name), "standard"))
}

func letters(name string) string {
	all := []rune(strings.NewReplacer("_", "", " ", "").Replace(name))
	slices.Sort(all)
	return string(all)
}
