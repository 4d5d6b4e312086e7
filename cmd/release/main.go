// Command release builds the archives of a release, with their sums, SBOM and manifests.
package main

import (
	"context"
	"os"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/release"
)

func main() {
	os.Exit(release.Main(context.Background(), os.Args[1:], os.Stderr))
}
