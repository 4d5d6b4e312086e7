package house

import (
	"bytes"
	"fmt"
	"go/ast"
	"maps"
	"slices"
)

// The most lines that a file, a function and main.go may have, the most lines and files of a
// package without its tests, and the most files that all folders called testdata have together.
const (
	maxFile         = 250
	maxFunction     = 60
	maxMain         = 20
	maxPackage      = 3000
	maxPackageFiles = 30
	maxData         = 250
)

// lines is how many lines a file has.
func (r *repository) lines(file string) int { return bytes.Count(r.texts[file], []byte("\n")) }

// fileSizes: a Go file has one idea, and room for it.
func fileSizes(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		if n := r.lines(s.path); n > maxFile {
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

// packageSizes: a package shows its size, as a file does. One that is over it is two packages.
// Tests and what is generated do not count.
func packageSizes(r *repository) []string {
	lines, files := map[string]int{}, map[string]int{}
	for _, s := range r.sources {
		if !s.test && !ast.IsGenerated(s.File) {
			lines[s.dir] += r.lines(s.path)
			files[s.dir]++
		}
	}
	var found []string
	for _, dir := range slices.Sorted(maps.Keys(lines)) {
		if n := lines[dir]; n > maxPackage {
			found = append(found, fmt.Sprintf("%s: the package has %d lines, %d at most", dir, n, maxPackage))
		}
		if n := files[dir]; n > maxPackageFiles {
			found = append(found, fmt.Sprintf("%s: the package has %d files, %d at most", dir, n, maxPackageFiles))
		}
	}
	return found
}

// doorway: main.go only opens the door, so that tests can run everything behind it.
func doorway(r *repository) []string {
	if n := r.lines(mainFile); n > maxMain {
		return []string{fmt.Sprintf("%s: it has %d lines, %d at most", mainFile, n, maxMain)}
	}
	return nil
}

// dataFiles: test data is what people wrote or checked. What fuzzing keeps stays in Go's cache,
// and an input that failed becomes a seed of its target.
func dataFiles(r *repository) []string {
	if r.data <= maxData {
		return nil
	}
	return []string{fmt.Sprintf("testdata: its folders have %d files, %d at most", r.data, maxData)}
}
