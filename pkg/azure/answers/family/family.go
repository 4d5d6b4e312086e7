// Package family knows which quota is that of the family of a VM size, and how many vCPUs of it a VM needs.
package family

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// sizesText has the sizes whose family their letters do not show.
//
//go:embed sizes.txt
var sizesText string

// listed returns the quotas of these sizes, as letters of the name, by the size in lower case.
var listed = sync.OnceValue(func() map[string]string {
	quotas := map[string]string{}
	for line := range strings.Lines(sizesText) {
		quota, sizes, ok := strings.Cut(line, ":")
		if !ok || line[0] == '#' {
			continue
		}
		for size := range strings.FieldsSeq(strings.ToLower(sizes)) {
			quotas["standard_"+size] = lettersOfQuota(quota)
		}
	}
	return quotas
})

// Is says whether a quota is that of a family of sizes, by its name.
func Is(quota string) bool { return strings.HasSuffix(strings.ToLower(quota), "family") }

// Has says whether a quota is that of the family of a size, by their names. Most have the same letters and digits, in an order that
// differs: standardNCASv3_T4Family is the quota of Standard_NC4as_T4_v3. The others are known only where they are listed.
func Has(quota, size string) bool {
	of := lettersOfQuota(quota)
	return of != "" && of == lettersOfSize(strings.ToLower(size))
}

// sizeForm is the name of a size: its letters, a number of vCPUs with perhaps how many of them can be used, and what it has besides.
var sizeForm = lazy.Pattern(`^standard_([a-z]+)(\d+)(?:-\d+)?(.*)$`)

// lettersOfSize returns the letters and digits of the quota of a size, in order; empty where it is not known. The families of M
// depend on the memory, which the letters do not show.
func lettersOfSize(size string) string {
	if of, ok := listed()[size]; ok {
		return of
	}
	m := sizeForm().FindStringSubmatch(size)
	if m == nil || m[1] == "m" {
		return ""
	}
	return letters(m[1] + m[3])
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

// Constrained returns how many vCPUs of the quota a VM needs whose size lets it use fewer, by its name: Standard_M8-2ms is
// Standard_M8ms, with two of its eight. It is 0 for any other.
// Source: https://learn.microsoft.com/dotnet/api/azure.resourcemanager.compute.models.virtualmachinesize.numberofcores
func Constrained(size string) int64 {
	m := sizeForm().FindStringSubmatch(strings.ToLower(size))
	if m == nil || !strings.Contains(size, "-") {
		return 0
	}
	needs, err := strconv.ParseInt(m[2], 10, 32)
	if err != nil {
		return 0
	}
	return needs
}
