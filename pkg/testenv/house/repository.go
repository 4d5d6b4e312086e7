package house

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// module is the path of the main module.
const module = "github.com/kubectl-autorepair/kubectl-autorepair"

// repository is what the rules look at.
type repository struct {
	// top are the names at the top level.
	top []string
	// texts are the contents of all files but those of git and the build, by path.
	texts map[string][]byte
	// paths are the keys of texts, in order.
	paths []string
	// data is how many files the folders called testdata have, those included that are not text.
	data int
	// sources are the Go files of the main module, in order, and files has their positions.
	sources []source
	files   *token.FileSet
}

// source is one Go file.
type source struct {
	path, dir string
	test      bool
	files     *token.FileSet
	*ast.File
}

// line returns the line of a position in the file.
func (s source) line(p token.Pos) int { return s.files.Position(p).Line }

// offset returns the place of a position in the text of the file.
func (s source) offset(p token.Pos) int { return s.files.Position(p).Offset }

// at begins a sentence about a position in the file.
func (s source) at(p token.Pos) string { return fmt.Sprintf("%s:%d: ", s.path, s.line(p)) }

// each calls visit for every node of one type in the file.
func each[N ast.Node](s source, visit func(N)) {
	ast.Inspect(s.File, func(n ast.Node) bool {
		if n, ok := n.(N); ok {
			visit(n)
		}
		return true
	})
}

// read reads and parses everything once.
func read(root fs.FS) (*repository, error) {
	r := &repository{texts: map[string][]byte{}, files: token.NewFileSet()}
	top, err := fs.ReadDir(root, ".")
	if err != nil {
		return nil, err
	}
	for _, entry := range top {
		r.top = append(r.top, entry.Name())
	}
	err = fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case file == ".git" || file == "bin" || file == "dist":
			return skip(entry)
		case entry.Type().IsRegular():
			return r.add(root, file)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return r, r.parse()
}

// skip leaves out a folder, or the file that .git is in a linked work tree.
func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// add reads one file. Of files that are not text it keeps nothing.
func (r *repository) add(root fs.FS, file string) error {
	text, err := fs.ReadFile(root, file)
	if err != nil {
		return err
	}
	if slices.Contains(strings.Split(path.Dir(file), "/"), "testdata") {
		r.data++
	}
	if !bytes.ContainsRune(text, 0) {
		r.texts[file] = text
		r.paths = append(r.paths, file)
	}
	return nil
}

// parse parses the Go files of the main module.
func (r *repository) parse() error {
	for _, file := range r.paths {
		if path.Ext(file) != ".go" || !r.inMainModule(path.Dir(file)) {
			continue
		}
		parsed, err := parser.ParseFile(r.files, file, r.texts[file], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		r.sources = append(r.sources, source{
			path: file, dir: path.Dir(file), test: strings.HasSuffix(file, "_test.go"), files: r.files, File: parsed,
		})
	}
	return nil
}

// inMainModule reports whether no folder between dir and the top is a module of its own or
// one that the go command passes over.
func (r *repository) inMainModule(dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		if _, nested := r.texts[path.Join(dir, "go.mod")]; nested || path.Base(dir) == "testdata" {
			return false
		}
	}
	return true
}
