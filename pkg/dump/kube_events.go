package dump

import (
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
		c.noteTime(table.To)
		c.past.noteTable(table)
		return err
	}
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
	c.noteTime(s.LastSample)
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
