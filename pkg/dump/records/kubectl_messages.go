package records

import (
	"bytes"
	"fmt"
	"regexp"
)

// What kubectl says beside its output gets into a file with it when both are redirected:
// its log, warnings of the server, and errors.
var (
	kubectlLog   = regexp.MustCompile(`^(Warning: |[IWEF][0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}\.)`)
	kubectlError = regexp.MustCompile(`^(Error from server|error: |Unable to connect to the server|The connection to the server |No resources found)`)
)

// atKubectlMessage says whether the next line is what kubectl says.
func (t *textParser) atKubectlMessage() bool {
	head := t.peekBytes(64)
	if len(head) == 0 || bytes.IndexByte([]byte("WIEFeUTN"), head[0]) < 0 {
		return false
	}
	return kubectlLog.Match(head) || kubectlError.Match(head)
}

// skipKubectlMessage takes such a line. An error tells that something is missing.
func (t *textParser) skipKubectlMessage() error {
	at := t.place()
	line, err := t.line(1024)
	if err == nil && kubectlError.Match(line) {
		t.handler.Invalid(at, fmt.Errorf("kubectl said here: %s", bytes.TrimSpace(line)))
	}
	return err
}
