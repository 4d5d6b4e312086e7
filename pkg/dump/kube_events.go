package dump

import (
	"errors"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"
)

// addRow adds the event of a row of KubeEvents, or the span of one of KubeNodeInventory, or what a row says
// of a whole table. Rows about objects other than nodes are only counted.
func (c *collector) addRow(data []byte) error {
	r, err := kubeevents.ParseRow(data)
	if err != nil {
		return err
	}
	if table, ok, err := r.Collected(); ok || err != nil {
		c.times.Table(table.To)
		c.past.noteTable(table)
		return err
	}
	if c.dates.Wait(r) {
		return nil
	}
	return c.addReadRow(r)
}

// settleRows adds the rows of a file that waited for the order of their dates.
func (c *collector) settleRows() error {
	rows, excess, err := c.dates.Settle()
	c.memory.excessEvents += excess
	if err != nil {
		return err //nolint:wrapcheck // it is a sentence
	}
	for _, r := range rows {
		err = errors.Join(err, c.addReadRow(r))
	}
	return err
}

// addReadRow adds what a row says whose dates can be read.
func (c *collector) addReadRow(r kubeevents.Row) error {
	e, err := r.NodeEvent()
	switch {
	case err != nil:
		return err
	case e == nil:
		c.otherCount++
		return c.addSpan(r)
	}
	c.export.AddRow(r, e)
	c.past.noteEvent(history.KubeEvents, e)
	return c.addKeptEvent(e)
}

// addSpan adds the span of a row of KubeNodeInventory. A row of another table is none.
func (c *collector) addSpan(r kubeevents.Row) error {
	s, err := r.NodeSpan()
	if s == nil || err != nil {
		return err
	}
	c.times.Table(s.LastSample)
	c.past.noteSpan(s, c.memory.reserve)
	return nil
}

// addKept adds the events of an object of another keeper; it is false for an object of none.
func (c *collector) addKept(data []byte) bool {
	rows := kubeevents.Kept(data)
	for _, r := range rows {
		c.objectCount++
		e, err := r.NodeEvent()
		if err == nil && e != nil {
			err = c.addEvent(e)
		}
		if err != nil || e == nil {
			c.otherCount++
		}
	}
	return len(rows) > 0
}
