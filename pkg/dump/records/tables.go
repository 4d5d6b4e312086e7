package records

import (
	"encoding/json"
	"errors"
	"fmt"
)

// errRows is the error for a table whose rows come before the columns that name their cells.
var errRows = errors.New("a table has rows before its columns")

// parseTable parses a table of Log Analytics, {"name":…,"columns":[{"name":…}],"rows":[[…]]}:
// each row becomes a record whose fields are the columns.
// Source: https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
func (t *textParser) parseTable() error {
	if c, err := t.next(); err != nil {
		return err
	} else if c != '{' {
		return fmt.Errorf("unexpected %q where a table begins", c)
	}
	var columns []string
	return t.scanMembers(func(key []byte) error {
		c, err := t.next()
		if err != nil {
			return err
		}
		switch {
		case string(key) == `"columns"`:
			columns, err = t.parseColumns()
			return err
		case string(key) == `"rows"` && c == '[' && columns == nil:
			return errRows
		case string(key) == `"rows"` && c == '[':
			return t.scanElements(']', func() error { return t.parseRow(columns) })
		default:
			return t.scanValue(nil)
		}
	})
}

// parseColumns parses the names of the columns.
func (t *textParser) parseColumns() ([]string, error) {
	var p piece
	if err := t.scanValue(&p); err != nil {
		return nil, err
	}
	var described []struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(p.data, &described); err != nil {
		return nil, fmt.Errorf("the columns of a table: %w", err)
	}
	names := make([]string, 0, len(described))
	for _, column := range described {
		names = append(names, column.Name)
	}
	return names, nil
}

// parseRow parses a row of a table.
func (t *textParser) parseRow(columns []string) error {
	at := t.place()
	p := piece{data: t.spare[:0]}
	if err := t.scanValue(&p); err != nil {
		return err
	}
	t.spare = p.data
	var cells []json.RawMessage
	switch invalid := json.Unmarshal(p.data, &cells); {
	case p.overflowed:
		t.handler.Invalid(at, errTooLarge)
	case invalid != nil, len(cells) != len(columns):
		t.handler.Invalid(at, fmt.Errorf("a row does not have the %d columns of its table", len(columns)))
	default:
		row := make(map[string]json.RawMessage, len(columns))
		for i, column := range columns {
			row[column] = cells[i]
		}
		t.emitRow(at, row)
	}
	return nil
}

// emitRow passes a row on as an object.
func (t *textParser) emitRow(at Place, row any) {
	if data, err := json.Marshal(row); err == nil {
		t.emitRecord(at, piece{data: data}, listDefaults{})
	} else {
		t.handler.Invalid(at, fmt.Errorf("a row is not valid: %w", err))
	}
}
