package release

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// variables is the package whose variables the linker sets.
const variables = "github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"

// goBuild compiles the plugin for one platform into the folder out and returns its path.
// Nothing of the machine gets into the program: no paths, no C, no build ID, no setting of
// the developer's own.
func (r *Release) goBuild(ctx context.Context, p Platform, out string) (string, error) {
	path := filepath.Join(out, p.OS+"_"+p.Arch, p.binary())
	flags := "-s -w -buildid= -X " + variables + ".version=" + r.Version + " -X " + variables + ".commit=" + r.source.commit
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-ldflags", flags, "-o", path, "./cmd/"+program)
	build.Dir = r.Root
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.OS, "GOARCH="+p.Arch,
		"GOFLAGS=", "GOWORK=off", "GOEXPERIMENT=", "GOAMD64=v1", "GOARM64=v8.0", "GOFIPS140=off")
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building for %s: %w\n%s", p, err, output)
	}
	return path, nil
}
