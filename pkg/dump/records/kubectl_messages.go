package records

import (
	"bytes"
	"fmt"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// If standard error is redirected too, the file has kubectl's messages between the objects: its
// log, warnings of the server, and errors.
var (
	kubectlLog   = lazy.Pattern(`^(Warning: |[IWEF][0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}\.)`)
	kubectlError = lazy.Pattern(`^(Error from server|error: |Unable to connect to the server|The connection to the server |No resources found)`)
)

// atKubectlMessage says whether the next line is a message of kubectl.
func (t *textParser) atKubectlMessage() bool {
	head := t.peekBytes(64)
	if len(head) == 0 || bytes.IndexByte([]byte("WIEFeUTN"), head[0]) < 0 {
		return false
	}
	return kubectlLog().Match(head) || kubectlError().Match(head)
}

// skipKubectlMessage skips such a line. It reports an error, because then something is missing.
func (t *textParser) skipKubectlMessage() error {
	at := t.place()
	line, err := t.line(1024)
	if err == nil && kubectlError().Match(line) {
		t.handler.Invalid(at, fmt.Errorf("kubectl said here: %s", bytes.TrimSpace(line)))
	}
	return err
}
