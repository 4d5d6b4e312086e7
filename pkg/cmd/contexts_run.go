package cmd

import (
	"io"
	"sync"
)

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

// lineWriter writes whole texts one after the other, whoever writes them.
type lineWriter struct {
	mutex sync.Mutex
	w     io.Writer
}

func (l *lineWriter) Write(text []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.w.Write(text)
}
