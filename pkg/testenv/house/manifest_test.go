package house

import (
	"slices"
	"strings"
	"testing"
)

func TestManifestRules(t *testing.T) {
	zeros := strings.Repeat("0", 64)
	for _, test := range []struct{ name, old, new, want string }{
		{"another version of the API", "v1alpha2", "v1alpha1", "no v1alpha2 Plugin"},
		{"an unknown field", "  homepage:", "  home: x\n  homepage:", `unknown field "home"`},
		{"a field twice", "  version: v0.1.0", "  version: v0.1.0\n  version: v0.1.0", "already set"},
		{"another name", "name: autorepair", "name: auto-repair", "the plugin's name"},
		{"no semantic version", "version: v0.1.0", "version: v0.1", "not a semantic one"},
		{"a version without its v", "version: v0.1.0", "version: 0.1.0", "not a semantic one"},
		{"no https", "homepage: https", "homepage: http", "the homepage"},
		{"a long short description", "shortDescription: ", "shortDescription: " + zeros, "the short description"},
		{"no short description", "shortDescription: Explain failed AKS node auto-repairs", "shortDescription: ''", "the short description"},
		{"a long line", "description: |\n", "description: |\n    " + zeros + zeros + "\n", "a line of the description"},
		{"usage in the description", "The plugin only", "Run kubectl autorepair diagnose. The plugin", "shows usage"},
		{"an archive without https", "uri: https", "uri: http", "the archive for windows/arm64"},
		{"another archive", "_linux_amd64.tar.gz", "_linux_amd64.zip", "the archive for linux/amd64"},
		{"a sum in upper case", zeros, strings.ToUpper(strings.Replace(zeros, "0", "a", 1)), "the sum for windows/arm64"},
		{"a short sum", zeros, zeros[1:], "the sum for windows/arm64"},
		{"a Windows program without .exe", "bin: kubectl-autorepair.exe", "bin: kubectl-autorepair", "the program for windows/"},
		{"not all of an archive", "bin: kubectl-autorepair\n", "files: [{from: LICENSE, to: .}]\n      bin: kubectl-autorepair\n", `unknown field "files"`},
		{"two platforms for one machine", "os: darwin\n          arch: amd64", "os: linux\n          arch: amd64", "2 platforms fit linux/amd64"},
		{"no platform for a machine", "os: darwin\n          arch: arm64", "os: plan9\n          arch: arm64", "0 platforms fit darwin/arm64"},
		{"a bad selector", "matchLabels:\n          os: linux\n          arch: amd64", "matchExpressions: [{key: os, operator: Like}]", "a selector: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := realManifest(t)
			changed := strings.Replace(text, test.old, test.new, 1)
			if changed == text {
				t.Fatalf("the manifest has no %q", test.old)
			}
			found := manifest(&repository{texts: map[string][]byte{manifestFile: []byte(changed)}})
			if !slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, test.want) }) {
				t.Errorf("found %q, none with %q", found, test.want)
			}
		})
	}
}

func TestASeventhPlatformIsTooMany(t *testing.T) {
	text := realManifest(t)
	first := "    - bin:" + strings.Split(text, "    - bin:")[1]
	seven := strings.Replace(text, first, strings.ReplaceAll(first, "windows", "plan9")+first, 1)
	found := manifest(&repository{texts: map[string][]byte{manifestFile: []byte(seven)}})
	if len(found) != 1 || !strings.Contains(found[0], "7 platforms") {
		t.Errorf("found %q, want one sentence about 7 platforms", found)
	}
}
