package records

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// csvHeader matches the first line of an export of KubeEvents: it has these two columns
// among others, in any order, in quotes or not.
var csvHeader = regexp.MustCompile(`^(?:#TYPE [^\n]*\n)?[^\n{:]*\bTimeGenerated\b[^\n]*`)

// csvDelimiter is what separates the columns of a text that is CSV; 0 for any other text.
func (t *text) csvDelimiter() rune {
	header := csvHeader.Find(t.ahead(4096))
	delimiter, most := rune(0), 0
	for _, candidate := range ",;\t" {
		if n := bytes.Count(header, []byte(string(candidate))); n > most {
			delimiter, most = candidate, n
		}
	}
	return delimiter
}

// csv takes the rows of an export as CSV, each of which is a record whose fields are the
// columns, all of them strings.
func (t *text) csv(delimiter rune) error {
	rest := &bounded{scanner: t.scanner, left: maxObject}
	reader := csv.NewReader(rest)
	reader.Comma, reader.Comment, reader.ReuseRecord = delimiter, '#', true
	reader.FieldsPerRecord = -1
	var columns []string
	for {
		cells, err := reader.Read()
		rest.left = maxObject
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err //nolint:wrapcheck // Read says the place
		case columns == nil:
			columns = append(columns, cells...)
			continue
		}
		line, _ := reader.FieldPos(0)
		at := Place{Line: int64(line), Byte: reader.InputOffset()}
		if len(cells) != len(columns) {
			t.visitor.Bad(at, fmt.Errorf("a row has %d columns, not the %d of the header", len(cells), len(columns)))
			continue
		}
		row := make(map[string]string, len(columns))
		for i, column := range columns {
			row[column] = cells[i]
		}
		t.emitRow(at, row)
	}
}

// bounded gives the rest of a text to a reader of rows, which holds a row as long as its
// closing quote is missing: only so much between two rows.
type bounded struct {
	*scanner
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("a row has more than %d MiB: a quote is never closed", maxObject>>20)
	}
	if len(b.ahead(1)) == 0 {
		return 0, b.more()
	}
	n := copy(p, b.buf[b.pos:b.end])
	b.pos += n
	b.left -= n
	return n, nil
}
