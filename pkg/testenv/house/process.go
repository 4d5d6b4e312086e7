package house

import (
	"go/ast"
	"go/token"
	"path"
	"strings"
)

// mainFile is the doorway of the plugin.
const mainFile = "cmd/kubectl-autorepair/main.go"

// processNames are what belongs to the process and its clock.
var processNames = map[string]bool{
	"time.Now": true, "time.Since": true, "time.Until": true,
	"os.Stdin": true, "os.Stdout": true, "os.Stderr": true, "os.Exit": true, "os.Args": true,
}

// process: the clock, the streams, the arguments and the exit are named in the doorway and in
// one file of pkg/cmd, which makes the defaults; everything else is given them.
func process(r *repository) []string {
	var found []string
	defaults := ""
	for _, s := range r.sources {
		if s.test || s.path == mainFile {
			continue
		}
		names := importNames(s)
		each(s, func(e *ast.SelectorExpr) {
			name := qualified(e, names)
			if !processNames[name] {
				return
			}
			if s.dir == "pkg/cmd" && (defaults == "" || defaults == s.path) {
				defaults = s.path
				return
			}
			found = append(found, s.at(e.Pos())+name+" may be named only in "+mainFile+" and one file of pkg/cmd")
		})
	}
	return found
}

// sleeps: nobody waits for a time to pass.
func sleeps(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		names := importNames(s)
		each(s, func(e *ast.SelectorExpr) {
			if qualified(e, names) == "time.Sleep" {
				found = append(found, s.at(e.Pos())+"wait for what is to happen, not for a time to pass")
			}
		})
	}
	return found
}

// skips: a test that cannot run fails, or is left out by the test support, which counts it.
func skips(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		each(s, func(call *ast.CallExpr) {
			f, ok := call.Fun.(*ast.SelectorExpr)
			if ok && (f.Sel.Name == "Skip" || f.Sel.Name == "Skipf" || f.Sel.Name == "SkipNow" && owner(s.dir) != "pkg/testenv") {
				found = append(found, s.at(call.Pos())+"a test that cannot run has to fail, or to ask pkg/testenv/program")
			}
		})
	}
	return found
}

// inits: importing a package does nothing, but for the one that has to act before main.
func inits(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		each(s, func(f *ast.FuncDecl) {
			if f.Name.Name == "init" && f.Recv == nil && s.dir != "pkg/garbage" {
				found = append(found, s.at(f.Pos())+"a package may not do anything by being imported")
			}
		})
	}
	return found
}

// patterns: a package compiles no regular expression by being imported.
func patterns(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		if s.test || owner(s.dir) == "pkg/testenv" {
			continue
		}
		names := importNames(s)
		for _, d := range s.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			ast.Inspect(g, func(n ast.Node) bool {
				e, ok := n.(*ast.SelectorExpr)
				if ok && strings.HasPrefix(qualified(e, names), "regexp.MustCompile") {
					found = append(found, s.at(e.Pos())+"compile it on the first use, with pkg/lazy")
				}
				_, function := n.(*ast.FuncLit)
				return !function
			})
		}
	}
	return found
}

// importNames returns the import paths of a file, by the name that the file uses.
func importNames(s source) map[string]string {
	names := map[string]string{}
	for _, spec := range s.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
	}
	return names
}

// qualified returns a name of another package as path.Name, whatever the file calls the
// package.
func qualified(e *ast.SelectorExpr, names map[string]string) string {
	if x, ok := e.X.(*ast.Ident); ok {
		return names[x.Name] + "." + e.Sel.Name
	}
	return ""
}
