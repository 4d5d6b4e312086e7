package release

import (
	"bytes"
	"cmp"
	"debug/buildinfo"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/google/uuid"
)

// sbom lists the modules that are in the binaries of all platforms, from what Go itself
// recorded there, in the format CycloneDX 1.6.
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
	bill.Components, bill.Dependencies = components(bill.Metadata.Component.BOMRef, modules)

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

// components are the modules by path, and the one dependency that is known: the product
// has them all built in.
func components(product string, modules map[string]*debug.Module) (*[]cdx.Component, *[]cdx.Dependency) {
	var all []cdx.Component
	for _, m := range modules {
		c := cdx.Component{
			Type: cdx.ComponentTypeLibrary, Name: m.Path, Version: m.Version,
			BOMRef: packageURL(m), PackageURL: packageURL(m), Scope: cdx.ScopeRequired,
		}
		if m.Sum != "" {
			c.Properties = &[]cdx.Property{{Name: "go.sum", Value: m.Sum}}
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b cdx.Component) int { return cmp.Compare(a.BOMRef, b.BOMRef) })
	refs := make([]string, 0, len(all))
	for _, c := range all {
		refs = append(refs, c.BOMRef)
	}
	return &all, &[]cdx.Dependency{{Ref: product, Dependencies: &refs}}
}

// packageURL names a Go module to scanners (https://github.com/package-url/purl-spec).
func packageURL(m *debug.Module) string {
	return "pkg:golang/" + m.Path + "@" + strings.ReplaceAll(m.Version, "+", "%2B")
}
