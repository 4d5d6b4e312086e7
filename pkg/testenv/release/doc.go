// Package release checks the release that `make dist` makes of .goreleaser.yaml, and has krew
// install it. `make release` runs the check on the folder that it made; `make test` on a
// stand-in, which has to pass as it is and to fail with each fault.
//
//	check.go    the files of a release: sums, archives, SBOMs, manifests
//	archive.go  reads .tar.gz and .zip
package release
