package dump

import (
	"bytes"
	"encoding/json"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// oddCount is a count as pipelines write it whose language has one kind of number, or none: 1.0 or "1".
var oddCount = lazy.Pattern(`("(?:count|deprecatedCount)"\s*:\s*)(?:"(\d+)(?:\.0+)?"|(\d+)\.0+)`)

// wholeCounts returns an object with its counts as whole numbers; false where it has no odd one. It is
// for an object that cannot be decoded otherwise: a text that holds such a count stays as it is.
func wholeCounts(data []byte) ([]byte, bool) {
	repaired := oddCount().ReplaceAll(data, []byte("$1$2$3"))
	return repaired, !bytes.Equal(repaired, data) && json.Valid(repaired)
}
