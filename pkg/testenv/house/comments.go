package house

import (
	"go/ast"
	"slices"
)

// nameComments: every exported name says what it is. A group of constants or variables
// may share one comment.
func nameComments(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		if s.test || s.Name.Name == "main" {
			continue
		}
		for _, d := range s.Decls {
			for _, name := range undocumented(d) {
				found = append(found, s.at(name.Pos())+name.Name+" has no comment")
			}
		}
	}
	return found
}

// undocumented returns the exported names of a declaration that have no comment.
func undocumented(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d.Recv) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		if d.Doc == nil || d.Lparen.IsValid() {
			return undocumentedSpecs(d)
		}
	}
	return nil
}

// undocumentedSpecs returns the names that neither they nor, for values, their group explains.
func undocumentedSpecs(d *ast.GenDecl) []*ast.Ident {
	var names []*ast.Ident
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Doc == nil {
				names = append(names, spec.Name)
			}
		case *ast.ValueSpec:
			if d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				names = append(names, spec.Names...)
			}
		}
	}
	return slices.DeleteFunc(names, func(n *ast.Ident) bool { return !n.IsExported() })
}

// exportedReceiver reports whether a method can be called from outside, or is no method.
func exportedReceiver(receiver *ast.FieldList) bool {
	if receiver == nil {
		return true
	}
	exported := false
	ast.Inspect(receiver.List[0].Type, func(n ast.Node) bool {
		name, ok := n.(*ast.Ident)
		exported = exported || ok && name.IsExported()
		return !ok
	})
	return exported
}

// packageComments: every package describes its design.
func packageComments(r *repository) []string {
	var folders []string
	documented := map[string]bool{}
	for _, s := range r.sources {
		if s.test {
			continue
		}
		if !slices.Contains(folders, s.dir) {
			folders = append(folders, s.dir)
		}
		documented[s.dir] = documented[s.dir] || s.Doc != nil
	}
	var found []string
	for _, dir := range folders {
		if !documented[dir] {
			found = append(found, dir+": the package has no comment")
		}
	}
	return found
}
