package integration

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// typingTime is how long a shell may take to show something; the host may be busy.
const typingTime = 60 * time.Second

// control matches what a shell sends to a terminal besides text.
var control = regexp.MustCompile(`\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[()=>78][0-9A-Z]?|[\x00-\x09\x0b-\x1f\x7f]`)

// terminal is a program that believes a person sits before it.
type terminal struct {
	file *os.File
	more chan struct{} // has an entry when there is new output

	mu     sync.Mutex
	output bytes.Buffer
}

// newTerminal starts a program on a terminal of 200 columns and ends it with the test.
func newTerminal(t *testing.T, program *exec.Cmd) *terminal {
	t.Helper()
	file, err := pty.StartWithSize(program, &pty.Winsize{Rows: 60, Cols: 200})
	if err != nil {
		t.Fatalf("starting %s on a terminal: %v", program.Path, err)
	}
	term := &terminal{file: file, more: make(chan struct{}, 1)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		term.read()
	}()
	t.Cleanup(func() {
		_ = program.Process.Kill() // it may have ended by itself
		_ = program.Wait()
		_ = file.Close()
		<-done
	})
	return term
}

// read keeps what the program writes, to its end.
func (s *terminal) read() {
	chunk := make([]byte, 4096)
	for {
		n, err := s.file.Read(chunk)
		s.mu.Lock()
		s.output.Write(chunk[:n])
		s.mu.Unlock()
		select {
		case s.more <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// text returns what was shown since the last call of forget, without colours and movements.
func (s *terminal) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return control.ReplaceAllString(s.output.String(), "")
}

func (s *terminal) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.output.Reset()
}

// send types something.
func (s *terminal) send(t *testing.T, keys string) {
	t.Helper()
	if _, err := s.file.WriteString(keys); err != nil {
		t.Fatalf("typing %q: %v", keys, err)
	}
}

// expect waits until all texts are shown and returns everything that is.
func (s *terminal) expect(t *testing.T, wants ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), typingTime)
	defer cancel()
	for {
		shown := s.text()
		missing := ""
		for _, want := range wants {
			if !strings.Contains(shown, want) {
				missing = want
			}
		}
		if missing == "" {
			return shown
		}
		select {
		case <-s.more:
		case <-ctx.Done():
			t.Fatalf("the terminal does not show %q but\n%s", missing, shown)
		}
	}
}
