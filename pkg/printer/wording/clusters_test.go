package wording

import (
	"errors"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

func TestTheFirstLineOverSeveralClustersCounts(t *testing.T) {
	list := func(diagnoses ...*diagnosis.Diagnosis) *diagnosis.List {
		l := diagnosis.NewList()
		for _, d := range diagnoses {
			l.Add("c", d)
		}
		return l
	}
	failing := func(l *diagnosis.List) *diagnosis.List {
		l.Fail("x", errors.New("no"))
		return l
	}
	for name, tc := range map[string]struct {
		list *diagnosis.List
		want string
	}{
		"no clusters":        {list(), "There is no cluster to look at."},
		"none could be read": {failing(list()), "No cluster could be read: it is not known whether any node is NotReady. 1 of 1 cluster could not be read."},
		"all are well":       {list(healthy(), healthy()), "No node has been NotReady for more than 5m in 2 clusters with 824 nodes."},
		"a gap is no success": {list(healthy(), gapped()),
			"Nothing found, but not everything could be seen. 1 cluster could be seen only in part."},
		"a failure is no success": {failing(list(healthy())),
			"Nothing found, but not everything could be seen. 1 of 2 clusters could not be read."},
		"one is broken": {list(healthy(), broken()),
			"1 of 2 clusters has nodes that need a look: 5 NotReady for more than 5m, 1 removed after a repair."},
		"two are broken, one was not read": {failing(list(unreadNodes(), broken())),
			"2 of 3 clusters have nodes that need a look: 5 NotReady for more than 5m, 1 removed after a repair, 2 NotReady and not readable. 1 of 3 clusters could not be read."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ListVerdict(tc.list); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func unreadNodes() *diagnosis.Diagnosis {
	d := healthy()
	d.Summary = diagnosis.Summary{Total: 3, Ready: 1, Unread: 2}
	return d
}
