package house

import (
	"bytes"
	"fmt"
	"go/ast"
)

// The most lines that a file, a function and main.go may have, and the most files that
// all folders called testdata have together.
const (
	maxFile     = 250
	maxFunction = 60
	maxMain     = 20
	maxData     = 250
)

// lines is how many lines a file has.
func (r *repository) lines(file string) int { return bytes.Count(r.texts[file], []byte("\n")) }

// fileSizes: a Go file that people write has one idea, and room for it.
func fileSizes(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		if n := r.lines(s.path); n > maxFile && !ast.IsGenerated(s.File) {
			found = append(found, fmt.Sprintf("%s: it has %d lines, %d at most", s.path, n, maxFile))
		}
	}
	return found
}

// functionSizes: a function fits on a screen.
func functionSizes(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		each(s, func(f *ast.FuncDecl) {
			if n := s.line(f.End()) - s.line(f.Pos()) + 1; n > maxFunction {
				found = append(found, fmt.Sprintf("%s%s has %d lines, %d at most", s.at(f.Pos()), f.Name.Name, n, maxFunction))
			}
		})
	}
	return found
}

// doorway: main.go only opens the door, so that tests can run everything behind it.
func doorway(r *repository) []string {
	var found []string
	for _, file := range []string{mainFile, releaseMain} {
		if n := r.lines(file); n > maxMain {
			found = append(found, fmt.Sprintf("%s: it has %d lines, %d at most", file, n, maxMain))
		}
	}
	return found
}

// dataFiles: test data is what people wrote or checked. What fuzzing keeps stays in Go's cache,
// and an input that failed becomes a seed of its target.
func dataFiles(r *repository) []string {
	if r.data <= maxData {
		return nil
	}
	return []string{fmt.Sprintf("testdata: its folders have %d files, %d at most", r.data, maxData)}
}
