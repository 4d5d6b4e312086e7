package clean

import "github.com/olekukonko/tablewriter/pkg/twwidth"

// Width returns the number of columns that s takes. The table library measures with the
// same function, so the two never disagree.
func Width(s string) int {
	if isASCII(s) {
		return len(s)
	}
	return twwidth.WidthNoCache(s)
}
