package records

import (
	"strings"
	"testing"
	"testing/iotest"
)

// TestALineThatIsCutCostsThatLine reads objects that have a line each.
func TestALineThatIsCutCostsThatLine(t *testing.T) {
	const a, b, cut = `{"kind":"A","x":"1"}`, `{"kind":"B","x":"2"}`, `{"kind":"C","x":"3`
	const sawA, sawB = `/A {"kind":"A","x":"1"}`, `/B {"kind":"B","x":"2"}`
	for name, c := range map[string]struct{ text, want string }{
		"none":                  {a + "\n" + b + "\n", sawA + "\n" + sawB},
		"in the middle":         {a + "\n" + cut + "\n" + b + "\n", sawA + "\nbad at line 2, byte 21: " + errBrokenLine.Error() + "\n" + sawB},
		"the first":             {cut + "\n" + a + "\n" + b + "\n", "bad at line 1, byte 0: " + errBrokenLine.Error() + "\n" + sawA + "\n" + sawB},
		"two of them":           {a + "\n" + cut + "\n" + cut + "\n" + b, sawA + "\nbad at line 2, byte 21: " + errBrokenLine.Error() + "\nbad at line 3, byte 40: " + errBrokenLine.Error() + "\n" + sawB},
		"the last":              {a + "\n" + cut, sawA + "\nerror at line 2, byte 39: it ends too early: it was cut off, or is still being written"},
		"a foreign line":        {a + "\npanic: collector restarted\n" + b, sawA + "\nbad at line 2, byte 21: " + errForeignLine.Error() + "\n" + sawB},
		"ends of Windows":       {a + "\r\n" + cut + "\r\n" + b + "\r\n", sawA + "\nbad at line 2, byte 22: " + errBrokenLine.Error() + "\n" + sawB},
		"a list over lines":     {`{"kind":"List","items":[` + "\n" + a + ",\n" + b + "\n]}\n", sawA + "\n" + sawB},
		"a value over lines":    {"{\"kind\":\n\"A\",\"x\":\"1\"}\n" + b, sawA + "\n" + sawB},
		"lines, then over many": {a + "\n{\n \"kind\":\"B\"\n}\n" + b, sawA + "\n/B {\"kind\":\"B\"}\n" + sawB},
	} {
		t.Run(name, func(t *testing.T) {
			if got := recorded(strings.NewReader(c.text)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if got := recorded(iotest.OneByteReader(strings.NewReader(c.text))); got != c.want {
				t.Errorf("byte by byte: got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
