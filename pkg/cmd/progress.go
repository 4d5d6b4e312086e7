package cmd

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// progressDelay is how long a fetch is silent: a short one shows nothing at all.
const progressDelay = time.Second

// noWrap and wrap are around a line that has to stay one on a narrow terminal.
const (
	noWrap = "\x1b[?7l"
	wrap   = "\x1b[?7h"
)

// progress keeps one line of a terminal current. On anything else it writes nothing.
type progress struct {
	w       io.Writer // nil for no terminal
	now     func() time.Time
	started time.Time
	shown   bool
}

func newProgress(sys System) *progress {
	p := &progress{now: sys.Now, started: sys.Now()}
	if _, ok := sys.Terminal(sys.Streams.ErrOut); ok {
		p.w = sys.Streams.ErrOut
	}
	return p
}

func (p *progress) show(line string) {
	if p.w == nil || p.now().Sub(p.started) < progressDelay {
		return
	}
	p.shown = true
	fmt.Fprint(p.w, "\r\x1b[K"+noWrap+printer.Clean(line)+wrap)
}

// clear takes the line away before the result is written.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// showFunc shows what is being done for a context.
type showFunc func(context, line string)

// sharedProgress shows the line of one context at a time.
func sharedProgress(show func(string)) showFunc {
	var mutex sync.Mutex
	return func(context, line string) {
		mutex.Lock()
		defer mutex.Unlock()
		show(context + ": " + line)
	}
}

// lineWriter writes whole texts one after the other, also for concurrent writers.
type lineWriter struct {
	mutex sync.Mutex
	w     io.Writer
}

func (l *lineWriter) Write(text []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.w.Write(text)
}
