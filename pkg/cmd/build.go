package cmd

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// The linker sets these: -X …/pkg/cmd.version=v1.2.3 -X …/pkg/cmd.commit=<hash>.
var (
	version = ""
	commit  = ""
)

// unversioned is the version of a build that has none.
const unversioned = "dev"

// build is what is known of how this program was built, in the names of kubectl version.
type build struct {
	GitVersion string `json:"gitVersion"`
	GitCommit  string `json:"gitCommit,omitempty"`
	GoVersion  string `json:"goVersion"`
	Compiler   string `json:"compiler"`
	Platform   string `json:"platform"`
}

// shortCommit is how much of a commit's hash is enough for a reader.
const shortCommit = 12

// String returns the line for people.
func (b build) String() string {
	from := ""
	if b.GitCommit != "" {
		from = "commit " + b.GitCommit[:min(len(b.GitCommit), shortCommit)] + ", "
	}
	return fmt.Sprintf("%s (%s%s, %s)", b.GitVersion, from, b.GoVersion, b.Platform)
}

// thisBuild returns what the linker set or, for what it did not set, what Go recorded: the
// module's version for "go install …@v1.2.3", the commit where Go was let stamp it.
func thisBuild() build {
	b := build{
		GitVersion: version, GitCommit: commit,
		GoVersion: runtime.Version(), Compiler: runtime.Compiler, Platform: runtime.GOOS + "/" + runtime.GOARCH,
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		b.fill(info)
	}
	if b.GitVersion == "" {
		b.GitVersion = unversioned
	}
	return b
}

// fill takes what is missing from Go's own record of the build.
func (b *build) fill(info *debug.BuildInfo) {
	if b.GitVersion == "" && info.Main.Version != "(devel)" {
		b.GitVersion = info.Main.Version
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && b.GitCommit == "" {
			b.GitCommit = setting.Value
		}
	}
}

// pluginVersion returns the release's version, or the module's as Go built it, or "dev".
func pluginVersion() string { return thisBuild().GitVersion }

// userAgent is how the plugin names itself to servers.
func userAgent() string { return "kubectl-autorepair/" + pluginVersion() }
