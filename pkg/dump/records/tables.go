package records

import (
	"encoding/json"
	"errors"
	"fmt"
)

// errRows is the error of a table whose rows cannot be told apart.
var errRows = errors.New("a table has rows before its columns")

// table takes a table of Log Analytics, {"name":…,"columns":[{"name":…}],"rows":[[…]]}:
// each row is a record whose fields are the columns.
// Source: https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
func (t *text) table() error {
	if c, err := t.next(); err != nil {
		return err
	} else if c != '{' {
		return fmt.Errorf("unexpected %q where a table begins", c)
	}
	var columns []string
	return t.members(func(key []byte) error {
		c, err := t.next()
		if err != nil {
			return err
		}
		switch {
		case string(key) == `"columns"`:
			columns, err = t.columns()
			return err
		case string(key) == `"rows"` && c == '[' && columns == nil:
			return errRows
		case string(key) == `"rows"` && c == '[':
			return t.elements(']', func() error { return t.row(columns) })
		default:
			return t.raw(nil)
		}
	})
}

// columns takes the names of the columns.
func (t *text) columns() ([]string, error) {
	var p piece
	if err := t.raw(&p); err != nil {
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

// row takes a row of a table.
func (t *text) row(columns []string) error {
	at := t.place()
	p := piece{data: t.spare[:0]}
	if err := t.raw(&p); err != nil {
		return err
	}
	t.spare = p.data
	var cells []json.RawMessage
	switch invalid := json.Unmarshal(p.data, &cells); {
	case p.left:
		t.visitor.Bad(at, errLarge)
	case invalid != nil, len(cells) != len(columns):
		t.visitor.Bad(at, fmt.Errorf("a row does not have the %d columns of its table", len(columns)))
	default:
		row := make(map[string]json.RawMessage, len(columns))
		for i, column := range columns {
			row[column] = cells[i]
		}
		t.emitRow(at, row)
	}
	return nil
}

// emitRow hands over a row as an object.
func (t *text) emitRow(at Place, row any) {
	if data, err := json.Marshal(row); err == nil {
		t.emit(at, piece{data: data}, defaults{})
	} else {
		t.visitor.Bad(at, fmt.Errorf("a row is not valid: %w", err))
	}
}
