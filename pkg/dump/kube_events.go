package dump

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"

// addRow adds the event of a row of KubeEvents. Rows about objects other than nodes are only
// counted.
func (c *collector) addRow(data []byte) error {
	r, err := kubeevents.ParseRow(data)
	if err != nil {
		return err
	}
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
