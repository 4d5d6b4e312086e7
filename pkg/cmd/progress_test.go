package cmd

import (
	"bytes"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"
)

func TestProgressIsOneLineOfATerminalAndGoesAway(t *testing.T) {
	for name, c := range map[string]struct {
		terminal bool
		want     string
	}{
		"on a terminal": {true, "\r\x1b[K\x1b[?7lreading, 5% of a\\nb\x1b[?7h\r\x1b[K"},
		"redirected":    {false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var errOut bytes.Buffer
			now := time.Unix(0, 0)
			p := newProgress(System{
				Streams: genericiooptions.IOStreams{ErrOut: &errOut}, Now: func() time.Time { return now },
				Terminal: func(any) (int, bool) { return 80, c.terminal },
			})
			p.show("too early")
			now = now.Add(progressDelay)
			p.show("reading, 5% of a\nb")
			p.clear()
			p.clear()
			if got := errOut.String(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
