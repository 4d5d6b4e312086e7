// Package browser puts a page into a file and shows it in the user's web browser.
package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/pkg/browser"
)

// Browser is what shows a page.
type Browser struct {
	// Command is what the user has in $BROWSER: commands that are tried one after the other, each with
	// %s in the place of the file or, without one, with the file behind it. Where it is empty, the
	// system's own browser is taken.
	Command string
	// In, Out and ErrOut are the terminal, for a browser of $BROWSER that is shown there. What the
	// system's own writes is not shown: it is about how it was looked for.
	In          io.Reader
	Out, ErrOut io.Writer
}

// nameShown is how much of a cluster's name the name of a file has.
const nameShown = 40

// Save puts what write writes into a new file of the temporary folder, which nobody but the user can
// read, with the name of the cluster in its name. It returns the path, and the error of write or of
// the file, which then is not left behind.
func Save(cluster string, write func(io.Writer) error) (path string, err error) {
	file, err := os.CreateTemp("", "autorepair-"+plain(cluster)+"-*.html")
	if err != nil {
		return "", fmt.Errorf("making a file for the page: %w; -o html > FILE writes it where you want it", err)
	}
	err = write(file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(file.Name())
		return "", fmt.Errorf("writing the page to %s: %w", file.Name(), err)
	}
	return file.Name(), nil
}

// plain is a name as a part of the name of a file: letters, digits and hyphens.
func plain(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	text := cmp.Or(strings.Join(words, "-"), "cluster")
	return text[:min(len(text), nameShown)]
}

// Open shows a file. It returns an error where no browser could be started, or none ended well.
func (b Browser) Open(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("finding the page: %w", err)
	}
	if b.Command == "" {
		browser.Stdout, browser.Stderr = io.Discard, io.Discard
		if err := browser.OpenFile(filepath.ToSlash(path)); err != nil {
			return fmt.Errorf("opening a browser: %w", err)
		}
		return nil
	}
	err = errors.New("it names no program")
	for _, command := range filepath.SplitList(b.Command) {
		words := strings.Fields(command)
		if len(words) == 0 {
			continue
		}
		if err = b.run(words, path); err == nil {
			return nil
		}
	}
	return fmt.Errorf("opening the browser of $BROWSER: %w", err)
}

// run starts a command with the file in it and waits until it ends.
func (b Browser) run(words []string, path string) error {
	placed := false
	for i, word := range words {
		if with := strings.ReplaceAll(word, "%s", path); with != word {
			words[i], placed = with, true
		}
	}
	if !placed {
		words = append(words, path)
	}
	c := exec.CommandContext(context.Background(), words[0], words[1:]...)
	c.Stdin, c.Stdout, c.Stderr = b.In, b.Out, b.ErrOut
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", words[0], err)
	}
	return nil
}
