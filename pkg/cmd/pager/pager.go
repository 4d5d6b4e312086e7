// Package pager shows long text through the program that the user reads long text with, as git does.
package pager

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
)

// Pager is a program that shows text on a terminal.
type Pager struct {
	// Command is what the user has in $PAGER. Where it is empty, Default is taken.
	Command string
	// Environment is that of the program, NAME=value.
	Environment []string
	// Out and ErrOut are where the program writes: the terminal itself.
	Out, ErrOut io.Writer
}

// Write has write fill the pager, and waits until the user has left it. Without a pager, or where
// it does not start, write fills Out. Neither what a pager does not read nor how it ends is an
// error. It returns the error of write.
func (p Pager) Write(write func(io.Writer) error) error {
	words := program(p.Command)
	if words == nil {
		return write(p.Out)
	}
	// Ctrl-C is for the pager, in which it ends a search: it ends neither the pager nor this program.
	c := exec.CommandContext(context.Background(), words[0], words[1:]...)
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	c.Env, c.Stdout, c.Stderr = environment(p.Environment), p.Out, p.ErrOut
	in, err := c.StdinPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return write(p.Out)
	}
	text := &left{w: in}
	err = write(text)
	_ = in.Close()
	_ = c.Wait()
	if text.gone {
		return nil
	}
	return err
}

// left is a writer to somebody who may leave.
type left struct {
	w    io.Writer
	gone bool
}

func (l *left) Write(text []byte) (int, error) {
	n, err := l.w.Write(text)
	if err != nil {
		l.gone = true
		return n, fmt.Errorf("writing to the pager: %w", err)
	}
	return n, nil
}

// program is the command of a pager, nil where there is none: cat shows nothing that a terminal
// does not.
func program(command string) []string {
	if command = strings.TrimSpace(command); command == "" {
		command = fallback
	}
	words := strings.Fields(command)
	if len(words) == 0 || command == "cat" {
		return nil
	}
	// A first word that only a shell can read is left to it.
	if _, err := exec.LookPath(words[0]); err != nil && !strings.ContainsAny(words[0], `'"\$=`) {
		return nil
	}
	return run(command, words)
}

// environment has less show colours, end by itself where all of the text fits, and leave it on
// the screen, unless the user set it up otherwise.
func environment(all []string) []string {
	for _, variable := range all {
		if strings.HasPrefix(variable, "LESS=") {
			return all
		}
	}
	return append(all[:len(all):len(all)], "LESS=FRX")
}
