package house

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/version"
	"sigs.k8s.io/yaml"
)

// The manifest, and its copy where krew looks for it when the repository is an index.
const (
	manifestFile = "krew-manifest.yaml"
	indexFile    = "plugins/autorepair.yaml"
)

// The limits of krew's naming guide and of the tables that krew prints.
const (
	maxShortDescription = 50
	maxDescriptionLine  = 80
)

var sha256 = regexp.MustCompile(`^[0-9a-f]{64}$`)

// plugin is krew's type Plugin, krew.googlecontainertools.github.com/v1alpha2.
type plugin struct {
	metav1.TypeMeta `json:",inline"`
	Metadata        struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Spec struct {
		Version          string     `json:"version"`
		Homepage         string     `json:"homepage"`
		ShortDescription string     `json:"shortDescription"`
		Description      string     `json:"description"`
		Caveats          string     `json:"caveats,omitempty"`
		Platforms        []platform `json:"platforms"`
	} `json:"spec"`
}

// platform is one archive and the machines it is for. krew installs all that is in it.
type platform struct {
	Selector *metav1.LabelSelector `json:"selector"`
	URI      string                `json:"uri"`
	SHA256   string                `json:"sha256"`
	Bin      string                `json:"bin"`
}

// Platforms returns the platforms that a release is made for, in Go's names, which are
// krew's too.
func Platforms() []string {
	return []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}
}

// manifestCopy: the two manifests are the same, byte for byte.
func manifestCopy(r *repository) []string {
	if !bytes.Equal(r.texts[manifestFile], r.texts[indexFile]) {
		return []string{indexFile + ": it differs from " + manifestFile}
	}
	return nil
}

// manifest: krew can install the plugin on all six platforms.
func manifest(r *repository) []string {
	found := Manifest(r.texts[manifestFile])
	for i := range found {
		found[i] = manifestFile + ": " + found[i]
	}
	return found
}

// Manifest returns the faults of a krew manifest of this plugin, as sentences.
func Manifest(text []byte) []string {
	var p plugin
	if err := yaml.UnmarshalStrict(text, &p); err != nil {
		return []string{err.Error()}
	}
	found := head(p)
	for _, name := range Platforms() {
		os, arch, _ := strings.Cut(name, "/")
		found = append(found, target(p, os, arch)...)
	}
	if n := len(p.Spec.Platforms); n != len(Platforms()) {
		found = append(found, fmt.Sprintf("it has %d platforms, not %d", n, len(Platforms())))
	}
	return found
}

// head checks what all platforms share.
func head(p plugin) []string {
	var found []string
	check := func(ok bool, complaint string) {
		if !ok {
			found = append(found, complaint)
		}
	}
	_, versionErr := version.ParseSemantic(p.Spec.Version)
	check(p.APIVersion == "krew.googlecontainertools.github.com/v1alpha2" && p.Kind == "Plugin", "it is no v1alpha2 Plugin of krew")
	check(p.Metadata.Name == "autorepair", "the plugin's name is not autorepair")
	check(versionErr == nil && strings.HasPrefix(p.Spec.Version, "v"), "the version is not a semantic one with a v before it")
	check(p.Spec.Homepage == "https://"+module, "the homepage is not the repository")
	check(p.Spec.ShortDescription != "" && len(p.Spec.ShortDescription) <= maxShortDescription, "the short description is missing or too long")
	check(p.Spec.Description != "" && !strings.Contains(p.Spec.Description, "kubectl autorepair"), "the description is missing or shows usage")
	for line := range strings.Lines(p.Spec.Description) {
		check(len(strings.TrimSuffix(line, "\n")) <= maxDescriptionLine, "a line of the description is too long")
	}
	return found
}

// target checks that exactly one platform fits a machine, and that one.
func target(p plugin, os, arch string) []string {
	machine := labels.Set{"os": os, "arch": arch}
	var fitting []platform
	for _, candidate := range p.Spec.Platforms {
		selector, err := metav1.LabelSelectorAsSelector(candidate.Selector)
		if err != nil {
			return []string{"a selector: " + err.Error()}
		}
		if selector.Matches(machine) {
			fitting = append(fitting, candidate)
		}
	}
	if len(fitting) != 1 {
		return []string{fmt.Sprintf("%d platforms fit %s/%s, not one", len(fitting), os, arch)}
	}
	return archive(fitting[0], p.Spec.Version, os, arch)
}

// archive checks the platform of one machine.
func archive(p platform, version, os, arch string) []string {
	bin, extension := "kubectl-autorepair", ".tar.gz"
	if os == "windows" {
		bin, extension = bin+".exe", ".zip"
	}
	var found []string
	uri := "https://" + module + "/releases/download/" + version + "/kubectl-autorepair_" + version + "_" + os + "_" + arch + extension
	if p.URI != uri {
		found = append(found, "the archive for "+os+"/"+arch+" is not "+uri)
	}
	if !sha256.MatchString(p.SHA256) {
		found = append(found, "the sum for "+os+"/"+arch+" is not 64 hexadecimal digits in lower case")
	}
	if p.Bin != bin {
		found = append(found, "the program for "+os+"/"+arch+" is not "+bin)
	}
	return found
}
