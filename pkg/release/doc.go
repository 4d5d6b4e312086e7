// Package release makes what is published of a version: an archive for each platform,
// their sums, a list of the modules that are built in (SBOM), and the manifest that krew
// installs from. The plugin does not import it; cmd/release is its doorway, and `make
// release` its user.
//
// The same commit gives the same bytes, in whatever folder and at whatever time it is
// built with the same Go: the compiler is told to leave paths out, every file of an archive
// has the time of the commit, one owner and a fixed place, and nothing else reads a clock.
//
//	main.go      flags → Release
//	source.go    commit and time, asked of git
//	platform.go  the six platforms and the names of their files
//	build.go     the Go compiler
//	archive.go   .tar.gz and .zip
//	sbom.go      CycloneDX, from what Go records in the binaries
//	manifest.go  krew's manifest, from manifest.yaml.tmpl
//	check.go     reads back what was written
package release
