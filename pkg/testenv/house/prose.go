package house

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"
)

// prose are the texts for readers of the types of pkg/snapshot: fields and methods.
var prose = map[string]map[string]bool{
	"Gap":    {"Subjects": true, "Subject": true, "Reason": true, "Action": true},
	"Origin": {"Context": true, "Server": true, "Files": true, "Text": true, "String": true},
}

// takesApart matches the functions of package strings, and the methods of package regexp,
// that look for something in a text.
var takesApart = regexp.MustCompile(`^((Has|Trim|Cut)(Prefix|Suffix)|(Split|Cut|Contains|Index|LastIndex|Fields|Count|EqualFold|Match|Find).*)$`)

// sentences: a Gap and an Origin have fields for programs. Only the printer, which writes
// their texts, looks into them. Texts are followed through the variables of a file.
func sentences(r *repository) []string {
	c := newTypeChecker(r)
	var found []string
	for _, s := range r.sources {
		if s.test || strings.HasPrefix(s.dir+"/", "pkg/printer/") {
			continue
		}
		texts := c.texts(s)
		each(s, func(call *ast.CallExpr) {
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !takesApart.MatchString(f.Sel.Name) {
				return
			}
			for _, argument := range call.Args {
				if texts.has(argument) {
					found = append(found, s.at(call.Pos())+f.Sel.Name+" looks into the text of a Gap or an Origin: use or add a field")
					return
				}
			}
		})
	}
	return found
}

// texts finds the texts of gaps and origins in one file.
type texts struct {
	info *types.Info
	// variables are those that hold such a text.
	variables map[types.Object]bool
}

// texts follows the texts through the variables of a file until no more are found.
func (c *typeChecker) texts(s source) *texts {
	c.check(s.dir)
	t := &texts{info: c.info, variables: map[types.Object]bool{}}
	for known := -1; known < len(t.variables); {
		known = len(t.variables)
		each(s, func(a *ast.AssignStmt) {
			for i, left := range a.Lhs {
				t.assign(left, a.Rhs[min(i, len(a.Rhs)-1)])
			}
		})
		each(s, func(v *ast.ValueSpec) {
			for i, name := range v.Names {
				if len(v.Values) > 0 {
					t.assign(name, v.Values[min(i, len(v.Values)-1)])
				}
			}
		})
		each(s, func(loop *ast.RangeStmt) {
			if loop.Value != nil {
				t.assign(loop.Value, loop.X)
			}
		})
	}
	return t
}

// assign notes a variable that gets such a text.
func (t *texts) assign(left, right ast.Expr) {
	name, ok := left.(*ast.Ident)
	if !ok || !t.has(right) {
		return
	}
	object := t.info.ObjectOf(name)
	if object != nil && textual(object.Type()) {
		t.variables[object] = true
	}
}

// has reports whether an expression is such a text, or is made of one.
func (t *texts) has(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			found = found || t.variables[t.info.ObjectOf(n)]
		case *ast.SelectorExpr:
			found = found || t.selects(n)
		}
		return !found
	})
	return found
}

// selects reports whether a selector is a text of a Gap or an Origin.
func (t *texts) selects(e *ast.SelectorExpr) bool {
	selection := t.info.Selections[e]
	if selection == nil {
		return false
	}
	named, ok := types.Unalias(dereferenced(selection.Recv())).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == module+"/pkg/snapshot" && prose[named.Obj().Name()][e.Sel.Name]
}

// dereferenced returns the type that a pointer points to, or the type itself.
func dereferenced(t types.Type) types.Type {
	if p, ok := t.(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// textual reports whether a type can hold a text: a string, strings, or a type that is not
// known because it comes from outside the project.
func textual(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return textual(t.Elem())
	case *types.Basic:
		return t.Info()&types.IsString != 0 || t.Kind() == types.Invalid
	default:
		return false
	}
}
