package table

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
			scan, ok := Parse([]byte(c.raw))
			snapshottest.Equal(t, "readable", ok, c.ok)
			got := snapshottest.ScanLine(scan.Rows)
			if scan.Version != "" {
				got += "at " + scan.Version
			}
			if scan.Continued {
				got += ", and more"
			}
			snapshottest.Equal(t, "scan", got, c.scan)
		})
	}
}
