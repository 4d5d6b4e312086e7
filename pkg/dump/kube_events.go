package dump

import (
	"errors"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"
)

// addRow adds the event of a row of KubeEvents. Rows about objects other than nodes are only
// counted.
func (c *collector) addRow(data []byte) error {
	r, err := kubeevents.ParseRow(data)
	if err != nil {
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

// addReadRow adds the event of a row whose dates can be read.
func (c *collector) addReadRow(r kubeevents.Row) error {
	e, err := r.NodeEvent()
	switch {
	case err != nil:
		return err
	case e == nil:
		c.otherCount++
		return nil
	}
	c.export.AddRow(r, e)
	return c.addEvent(e)
}
