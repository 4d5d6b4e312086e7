// Command kubectl-autorepair is a kubectl plugin that says why AKS nodes stay NotReady.
package main

import (
	"os"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
)

func main() {
	os.Exit(cmd.Main(cmd.FromOS()))
}
