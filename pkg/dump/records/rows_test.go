package records

import (
	"strings"
	"testing"
)

func TestRowsOfALogAnalyticsExport(t *testing.T) {
	const first, second = `/ {"Name":"a","TimeGenerated":"t1"}`, `/ {"Name":"b","TimeGenerated":"t2"}`
	for name, c := range map[string]struct{ text, want string }{
		"tables":        {`{"tables":[{"name":"P","columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"Name"}],"rows":[["t1","a"],["t2","b"]]}]}`, first + "\n" + second},
		"a short row":   {`{"tables":[{"columns":[{"name":"TimeGenerated"},{"name":"Name"}],"rows":[["t1"],["t2","b"]]}]}`, "bad at line 1, byte 73: a row does not have the 2 columns of its table\n" + second},
		"rows first":    {`{"tables":[{"rows":[["t1","a"]],"columns":[]}]}`, "error at line 1, byte 19: a table has rows before its columns"},
		"a part":        {`{"tables":[],"error":{"code":"PartialError","message":"there is more"}}`, "bad at line 1, byte 0: the query gave only a part of its rows: there is more"},
		"no tables":     {`{"tables":[]}`, ""},
		"not a table":   {`{"tables":[7]}`, "error at line 1, byte 11: unexpected '7' where a table begins"},
		"CSV":           {"TimeGenerated,Name\nt1,a\nt2,b\n", first + "\n" + second},
		"CSV, quoted":   {"\"Name\",\"TimeGenerated\"\r\n\"a\",\"t1\"\r\n\"b\",\"t2\"\r\n", first + "\n" + second},
		"semicolons":    {"#TYPE Selected\nTimeGenerated;Name\nt1;a\nt2;b", first + "\n" + second},
		"tabs":          {"TimeGenerated\tName\nt1\ta\nt2\tb", first + "\n" + second},
		"several lines": {"Name,TimeGenerated\n\"x\n\"\"y\"\"\",t\n", `/ {"Name":"x\n\"y\"","TimeGenerated":"t"}`},
		"uneven":        {"Name,TimeGenerated\nx\nb,t2\n", "bad at line 2, byte 21: a row has 1 columns, not the 2 of the header\n" + second},
		"open quote":    {"Name,TimeGenerated\na,t1\n\"b,t2\n", `/ {"Name":"a","TimeGenerated":"t1"}` + "\n" + `error at line 4, byte 30: parse error on line 3, column 7: extraneous or missing " in quoted-field`},
		"az":            {`[{"Name":"a","TimeGenerated":"t1"}]`, first},
	} {
		t.Run(name, func(t *testing.T) {
			if got := reads(strings.NewReader(c.text)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
