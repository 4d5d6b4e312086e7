package release

import (
	"fmt"
	"slices"
	"strings"
)

// program is the plugin's name; kubectl finds a plugin by it.
const program = "kubectl-autorepair"

// Platform is what an archive is for, in Go's names, which are krew's too.
type Platform struct{ OS, Arch string }

// Platforms are all that a release is made for.
func Platforms() []Platform {
	var all []Platform
	for _, os := range []string{"linux", "darwin", "windows"} {
		for _, arch := range []string{"amd64", "arm64"} {
			all = append(all, Platform{os, arch})
		}
	}
	return all
}

// parsePlatforms reads "linux/amd64,windows/arm64"; empty means all. It returns an error
// for a platform that is not released.
func parsePlatforms(list string) ([]Platform, error) {
	if list == "" {
		return Platforms(), nil
	}
	var chosen []Platform
	for name := range strings.SplitSeq(list, ",") {
		os, arch, _ := strings.Cut(name, "/")
		p := Platform{os, arch}
		if !slices.Contains(Platforms(), p) {
			return nil, fmt.Errorf("%q is none of the platforms %v", name, Platforms())
		}
		chosen = append(chosen, p)
	}
	return chosen, nil
}

// String is "linux/amd64".
func (p Platform) String() string { return p.OS + "/" + p.Arch }

// binary is the name of the program on the platform.
func (p Platform) binary() string {
	if p.OS == "windows" {
		return program + ".exe"
	}
	return program
}

// archive is the name of the platform's archive.
func (p Platform) archive(version string) string {
	extension := ".tar.gz"
	if p.OS == "windows" {
		extension = ".zip"
	}
	return program + "_" + version + "_" + p.OS + "_" + p.Arch + extension
}
