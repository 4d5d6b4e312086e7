package dump

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"

// addRow takes in a row of KubeEvents. Rows about other kinds of objects are counted.
func (f *found) addRow(data []byte) error {
	r, err := kubeevents.Parse(data)
	if err != nil {
		return err
	}
	e, err := r.NodeEvent()
	switch {
	case err != nil:
		return err
	case e == nil:
		f.others++
		return nil
	}
	f.rows.Add(r, e)
	return f.addEvent(e)
}
