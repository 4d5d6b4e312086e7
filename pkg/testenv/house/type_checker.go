package house

import (
	"errors"
	"go/ast"
	"go/types"
	"path"
	"strings"
)

// typeChecker gives the expressions of the project their types. Packages from outside stay
// empty: what has a type of theirs has none here.
type typeChecker struct {
	repository *repository
	info       *types.Info
	packages   map[string]*types.Package
}

func newTypeChecker(r *repository) *typeChecker {
	return &typeChecker{
		repository: r, packages: map[string]*types.Package{},
		info: &types.Info{
			Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
		},
	}
}

// Import returns the package of a path, for the type checker of the standard library.
func (c *typeChecker) Import(name string) (*types.Package, error) {
	dir, ours := strings.CutPrefix(name, module+"/")
	if !ours {
		return nil, errors.New("it is not of this project")
	}
	return c.check(dir), nil
}

// check gives types to the files of a folder that are no tests. What it cannot resolve, it
// passes over.
func (c *typeChecker) check(dir string) *types.Package {
	if p, done := c.packages[dir]; done {
		return p
	}
	p := types.NewPackage(path.Join(module, dir), path.Base(dir))
	c.packages[dir] = p
	var files []*ast.File
	config := types.Config{Importer: c, Error: func(error) {}, FakeImportC: true}
	for _, s := range c.repository.sources {
		if s.dir == dir && !s.test {
			files = append(files, s.File)
		}
	}
	checker := types.NewChecker(&config, c.repository.files, p, c.info)
	_ = checker.Files(files) // what is not resolved has no type
	return p
}
