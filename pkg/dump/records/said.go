package records

import (
	"bytes"
	"fmt"
	"regexp"
)

// What kubectl says beside its output gets into a file with it when both are redirected:
// its log, warnings of the server, and errors.
var (
	chatter = regexp.MustCompile(`^(Warning: |[IWEF][0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}\.)`)
	failed  = regexp.MustCompile(`^(Error from server|error: |Unable to connect to the server|The connection to the server |No resources found)`)
)

// said says whether the next line is what kubectl says.
func (t *text) said() bool {
	head := t.ahead(64)
	if len(head) == 0 || bytes.IndexByte([]byte("WIEFeUTN"), head[0]) < 0 {
		return false
	}
	return chatter.Match(head) || failed.Match(head)
}

// skipSaid takes such a line. An error tells that something is missing.
func (t *text) skipSaid() error {
	at := t.place()
	line, err := t.line(1024)
	if err == nil && failed.Match(line) {
		t.visitor.Bad(at, fmt.Errorf("kubectl said here: %s", bytes.TrimSpace(line)))
	}
	return err
}
