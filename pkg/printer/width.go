package printer

import "github.com/olekukonko/tablewriter/pkg/twwidth"

// displayWidth is the number of columns that s takes. The table library measures with the
// same function, so the two never disagree.
func displayWidth(s string) int {
	if plain(s) {
		return len(s)
	}
	return twwidth.WidthNoCache(s)
}
