package release

import (
	"bytes"
	"cmp"
	"debug/buildinfo"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/google/uuid"
)

// licencesFile lists the licences of what is linked; a test holds it to their texts.
const licencesFile = ".github/LICENSES.md"

// sbom lists the modules that are in the binaries of all platforms, from what Go itself
// recorded there, with their licences, in the format CycloneDX 1.6. It returns an error for
// a module whose licence is not listed.
func (r *Release) sbom(binaries map[Platform]string) ([]byte, error) {
	modules := map[string]*debug.Module{}
	var main debug.Module
	for _, p := range r.Platforms {
		info, err := buildinfo.ReadFile(binaries[p])
		if err != nil {
			return nil, fmt.Errorf("reading what the binary for %s is made of: %w", p, err)
		}
		main = info.Main
		for _, dep := range append(info.Deps, standardLibrary(info)) {
			if dep.Replace != nil {
				dep = dep.Replace
			}
			modules[dep.Path+"@"+dep.Version] = dep
		}
	}
	main.Version = r.Version
	bill := cdx.NewBOM()
	bill.SpecVersion = cdx.SpecVersion1_6
	bill.SerialNumber = uuid.NewSHA1(uuid.NameSpaceURL, []byte(packageURL(&main)+"#"+r.source.commit)).URN()
	bill.Metadata = &cdx.Metadata{Timestamp: r.source.at.Format(time.RFC3339), Component: r.product(&main)}
	licences, err := readLicences(filepath.Join(r.Root, licencesFile))
	if err != nil {
		return nil, err
	}
	if bill.Components, err = components(modules, licences); err != nil {
		return nil, err
	}
	bill.Dependencies = dependencies(bill.Metadata.Component.BOMRef, *bill.Components)

	var text bytes.Buffer
	encoder := cdx.NewBOMEncoder(&text, cdx.BOMFileFormatJSON).SetPretty(true)
	if err := encoder.EncodeVersion(bill, cdx.SpecVersion1_6); err != nil {
		return nil, fmt.Errorf("writing the SBOM: %w", err)
	}
	return text.Bytes(), nil
}

// standardLibrary is Go's own part of a binary, as a module: scanners know it as "stdlib".
func standardLibrary(info *debug.BuildInfo) *debug.Module {
	version, _, _ := strings.Cut(strings.TrimPrefix(info.GoVersion, "go"), " ")
	return &debug.Module{Path: "stdlib", Version: "v" + version}
}

// product is the plugin itself.
func (r *Release) product(main *debug.Module) *cdx.Component {
	return &cdx.Component{
		Type: cdx.ComponentTypeApplication, Name: program, Version: r.Version,
		BOMRef: packageURL(main), PackageURL: packageURL(main),
		Licenses:   &cdx.Licenses{{License: &cdx.License{ID: "Apache-2.0"}}},
		Properties: &[]cdx.Property{{Name: "vcs.revision", Value: r.source.commit}},
	}
}

// readLicences reads the rows "| module | licence and licence |" of the kept list.
func readLicences(path string) (map[string]cdx.Licenses, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the licences of what is linked: %w", err)
	}
	licences := map[string]cdx.Licenses{"stdlib": {{License: &cdx.License{ID: "BSD-3-Clause"}}}}
	for line := range strings.Lines(string(text)) {
		module, names, row := strings.Cut(strings.Trim(line, "| \n"), " | ")
		if !row || line[0] != '|' {
			continue
		}
		for name := range strings.SplitSeq(names, " and ") {
			licences[module] = append(licences[module], cdx.LicenseChoice{License: &cdx.License{ID: name}})
		}
	}
	return licences, nil
}

// components are the modules by path.
func components(modules map[string]*debug.Module, licences map[string]cdx.Licenses) (*[]cdx.Component, error) {
	var all []cdx.Component
	for _, m := range modules {
		known, ok := licences[m.Path]
		if !ok {
			return nil, fmt.Errorf("%s does not list the licence of %s: run make licenses", licencesFile, m.Path)
		}
		c := cdx.Component{
			Type: cdx.ComponentTypeLibrary, Name: m.Path, Version: m.Version, Licenses: &known,
			BOMRef: packageURL(m), PackageURL: packageURL(m), Scope: cdx.ScopeRequired,
		}
		if m.Sum != "" {
			c.Properties = &[]cdx.Property{{Name: "go.sum", Value: m.Sum}}
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b cdx.Component) int { return cmp.Compare(a.BOMRef, b.BOMRef) })
	return &all, nil
}

// dependencies are the one that is known: the product has all components built in.
func dependencies(product string, components []cdx.Component) *[]cdx.Dependency {
	refs := make([]string, 0, len(components))
	for _, c := range components {
		refs = append(refs, c.BOMRef)
	}
	return &[]cdx.Dependency{{Ref: product, Dependencies: &refs}}
}

// packageURL names a Go module to scanners (https://github.com/package-url/purl-spec).
func packageURL(m *debug.Module) string {
	return "pkg:golang/" + m.Path + "@" + strings.ReplaceAll(m.Version, "+", "%2B")
}
