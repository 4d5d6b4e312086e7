package cluster

import (
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestReadyColumn(t *testing.T) {
	for status, want := range map[string]bool{
		"Ready": true, "Ready,SchedulingDisabled": true,
		"NotReady": false, "NotReady,SchedulingDisabled": false, "Unknown": false, "": false,
		"ready": false, "Readyish": false, "SchedulingDisabled,Ready": false,
	} {
		snapshottest.Equal(t, status, readyColumn(status), want)
	}
}

func TestParseTable(t *testing.T) {
	const columns = `"kind":"Table","columnDefinitions":[{"name":"Age"},{"name":"STATUS"},{"name":"Name"}]`
	for name, c := range map[string]struct {
		raw, scan string
		ok        bool
	}{
		"columns by name, rows sorted": {`{` + columns + `,"rows":[{"cells":["1d","NotReady","b"]},{"cells":["1d","Ready","a"]}]}`, "a+ b-", true},
		"any text, any cells":          {`{` + columns + `,"rows":[{"cells":[1,"Ready","\u0061\ud83d"],"object":{"a":[1]}},{"cells":["` + "\xff" + `","NotReady","b",null,{}]}]}`, "a\ufffd+ b-", true},
		"rows before columns":          {`{"kind":"Table","rows":[{"cells":["a","Ready"]}],"columnDefinitions":[{"name":"Name"},{"name":"Status"}]}`, "", false},
		"cells that are none":          {`{` + columns + `,"rows":[{"cells":"a"}]}`, "", false},
		"cut within the cells":         {`{` + columns + `,"rows":[{"cells":["1d","Ready"`, "", false},
		"no rows":                      {`{` + columns + `}`, "", true},
		"a list of objects":            {`{"kind":"NodeList","items":[]}`, "", false},
		"no JSON":                      {`<html>`, "", false},
		"empty":                        {``, "", false},
		"no columns":                   {`{"kind":"Table","rows":[{"cells":["a","Ready"]}]}`, "", false},
		"a short row":                  {`{` + columns + `,"rows":[{"cells":["1d","Ready"]}]}`, "", false},
		"a number for a name":          {`{` + columns + `,"rows":[{"cells":["1d","Ready",7]}]}`, "", false},
		"an empty name":                {`{` + columns + `,"rows":[{"cells":["1d","Ready",""]}]}`, "", false},
		"no status":                    {`{` + columns + `,"rows":[{"cells":["1d",null,"a"]}]}`, "", false},
		"continued elsewhere":          {`{` + columns + `,"metadata":{"continue":"x","resourceVersion":"7"},"rows":[]}`, "at 7, and more", true},
	} {
		t.Run(name, func(t *testing.T) {
			scan, ok := parseTable([]byte(c.raw))
			snapshottest.Equal(t, "readable", ok, c.ok)
			got := snapshottest.ScanLine(scan.rows)
			if scan.version != "" {
				got += "at " + scan.version
			}
			if scan.continued {
				got += ", and more"
			}
			snapshottest.Equal(t, "scan", got, c.scan)
		})
	}
}

func TestListIsCheaper(t *testing.T) {
	for _, c := range []struct {
		down, total int
		want        bool
	}{{0, 0, false}, {32, 32, false}, {33, 33, true}, {33, 64, true}, {33, 66, false}, {100, 5000, false}, {2501, 5000, true}} {
		if got := listIsCheaper(c.down, c.total); got != c.want {
			t.Errorf("%d of %d down: %v", c.down, c.total, got)
		}
	}
}
