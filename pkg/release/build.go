package release

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// variables is the package whose variables the linker sets.
const variables = "github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"

// toolchainLine is the line of go.mod that names a version of Go.
var toolchainLine = regexp.MustCompile(`(?m)^toolchain (go\S+)$`)

// toolchain is the version of Go that go.mod names. For the go command that is the least
// one; for a release it is the only one, as another gives other bytes.
func (r *Release) toolchain() (string, error) {
	module, err := os.ReadFile(filepath.Join(r.Root, "go.mod"))
	if err != nil {
		return "", fmt.Errorf("reading the version of Go: %w", err)
	}
	line := toolchainLine.FindSubmatch(module)
	if line == nil {
		return "", errors.New("go.mod has no line with a toolchain")
	}
	return string(line[1]), nil
}

// goBuild compiles the plugin for one platform into the folder out and returns its path.
// Nothing of the machine gets into the program: no paths, no C, no build ID, no setting of
// the developer's own.
func (r *Release) goBuild(ctx context.Context, p Platform, out string) (string, error) {
	toolchain, err := r.toolchain()
	if err != nil {
		return "", err
	}
	path := filepath.Join(out, p.OS+"_"+p.Arch, p.binary())
	flags := "-s -w -buildid= -X " + variables + ".version=" + r.Version + " -X " + variables + ".commit=" + r.source.commit
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-ldflags", flags, "-o", path, "./cmd/"+program)
	build.Dir = r.Root
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.OS, "GOARCH="+p.Arch,
		"GOFLAGS=", "GOWORK=off", "GOEXPERIMENT=", "GOAMD64=v1", "GOARM64=v8.0", "GOFIPS140=off", "GOTOOLCHAIN="+toolchain)
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building for %s: %w\n%s", p, err, output)
	}
	return path, nil
}
