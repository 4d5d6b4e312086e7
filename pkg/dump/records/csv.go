package records

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// csvHeader matches the first line of an export of KubeEvents, with its columns in any order,
// in quotes or not. PowerShell writes a line with a type above it, Excel one with the separator.
var csvHeader = lazy.Pattern(`^(?:#TYPE [^\n]*\n|sep=.\r?\n)?[^\n{:]*\bTimeGenerated\b[^\n]*`)

// csvDelimiter returns the column separator of a text that is CSV, 0 for other texts.
func (t *textParser) csvDelimiter() rune {
	header := csvHeader().Find(t.peekBytes(4096))
	delimiter, most := rune(0), 0
	for _, candidate := range ",;\t" {
		if n := bytes.Count(header, []byte(string(candidate))); n > most {
			delimiter, most = candidate, n
		}
	}
	return delimiter
}

// parseCSV parses the rows of a CSV export. Each row becomes a record whose fields are the
// columns, all of them strings.
func (t *textParser) parseCSV(delimiter rune) error {
	rest := &rowLimiter{scanner: t.scanner, remaining: maxObject}
	reader := csv.NewReader(rest)
	reader.Comma, reader.Comment, reader.ReuseRecord = delimiter, '#', true
	reader.FieldsPerRecord = -1
	var columns []string
	for {
		cells, err := reader.Read()
		rest.remaining = maxObject
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err //nolint:wrapcheck // Read says the place
		case columns == nil && strings.HasPrefix(cells[0], "sep="):
			continue
		case columns == nil:
			columns = append(columns, cells...)
			continue
		}
		line, _ := reader.FieldPos(0)
		at := Place{Line: int64(line), Byte: reader.InputOffset()}
		if len(cells) != len(columns) {
			t.handler.Invalid(at, fmt.Errorf("a row has %d columns, not the %d of the header", len(cells), len(columns)))
			continue
		}
		row := make(map[string]string, len(columns))
		for i, column := range columns {
			row[column] = cells[i]
		}
		t.emitRow(at, row)
	}
}

// rowLimiter passes the rest of a text to the CSV reader, which buffers a row until its closing
// quote. It fails if one row takes more than the bound.
type rowLimiter struct {
	*scanner
	remaining int
}

func (b *rowLimiter) Read(p []byte) (int, error) {
	if b.remaining <= 0 {
		return 0, fmt.Errorf("a row has more than %d MiB: a quote is never closed", maxObject>>20)
	}
	if len(b.peekBytes(1)) == 0 {
		return 0, b.fill()
	}
	n := copy(p, b.buf[b.pos:b.end])
	b.pos += n
	b.remaining -= n
	return n, nil
}
