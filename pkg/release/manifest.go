package release

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"text/template"
)

//go:embed manifest.yaml.tmpl
var manifestTemplate string

// unreleased is the sum of an archive that has not been made.
var unreleased = strings.Repeat("0", 64)

// target is one platform of the manifest.
type target struct {
	Platform
	Archive, Binary, Sum string
}

// render writes the manifest of a version: the platforms in their order, with the sums of
// their archives.
func render(version string, platforms []Platform, sums map[Platform]string) ([]byte, error) {
	parsed, err := template.New(manifestFile).Option("missingkey=error").Parse(manifestTemplate)
	if err != nil {
		return nil, fmt.Errorf("reading the template of the manifest: %w", err)
	}
	data := struct {
		Version  string
		Released bool
		Targets  []target
	}{Version: version, Released: true}
	for _, p := range platforms {
		data.Released = data.Released && sums[p] != unreleased
		data.Targets = append(data.Targets, target{Platform: p, Archive: p.archive(version), Binary: p.binary(), Sum: sums[p]})
	}
	var text bytes.Buffer
	if err := parsed.Execute(&text, data); err != nil {
		return nil, fmt.Errorf("rendering the manifest: %w", err)
	}
	return text.Bytes(), nil
}
