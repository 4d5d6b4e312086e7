package licences

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Module is one that is linked.
type Module struct {
	Path string
	// Licences are SPDX identifiers in order; empty when none was recognised.
	Licences []string
	// Text is what its licence and notice files say, which a copy of the program has to say too.
	Text string
}

// kinds are licences by a phrase that only their text has, and whether they allow what is
// done here: to link the module into a program under Apache-2.0 and to give that away.
var kinds = []struct {
	name, phrase string
	fits         bool
}{
	{"Apache-2.0", "apache license version 2.0", true},
	{"BSD", "redistribution and use in source and binary forms, with or without modification", true},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose", true},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose", true},
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy", true},
	{"MPL-2.0", "mozilla public license version 2.0", false},
	{"GPL", "gnu general public license", false},
	{"LGPL", "gnu lesser general public license", false},
	{"AGPL", "gnu affero general public license", false},
}

// Fits reports whether all licences of a module are known and allow to link it.
func (m Module) Fits() bool {
	for _, k := range kinds {
		if !k.fits && slices.Contains(m.Licences, k.name) {
			return false
		}
	}
	return len(m.Licences) > 0
}

// classify names the licences in a text, in order.
func classify(text string) []string {
	text = strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(text, "*", " ")), " "))
	text = strings.ReplaceAll(text, "license, version", "license version")
	var found []string
	for _, k := range kinds {
		name := k.name
		if !strings.Contains(text, k.phrase) {
			continue
		}
		if name == "BSD" {
			if name = "BSD-2-Clause"; strings.Contains(text, "neither the name") || strings.Contains(text, "names of its contributors") {
				name = "BSD-3-Clause"
			}
		}
		if !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}

// Linked returns the modules, in order, that the package in the folder is made of on any of
// the platforms, such as linux/amd64, without the main module and with Go's library as std.
// It returns the error of the
// go command, or of a module whose licence file cannot be read.
func Linked(ctx context.Context, folder string, platforms ...string) ([]Module, error) {
	folders := map[string]string{}
	for _, platform := range platforms {
		system, processor, _ := strings.Cut(platform, "/")
		list := exec.CommandContext(ctx, "go", "list", "-deps", "-f", "{{if .Standard}}std\t{{.Root}}{{else}}{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}{{end}}", ".")
		list.Dir = folder
		list.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+processor, "GOFLAGS=-mod=mod", "CGO_ENABLED=0")
		output, err := list.Output()
		if err != nil {
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				err = fmt.Errorf("%w: %s", err, exit.Stderr)
			}
			return nil, fmt.Errorf("listing the modules for %s: %w", platform, err)
		}
		for line := range strings.Lines(string(output)) {
			if path, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
				folders[path] = dir
			}
		}
	}
	var modules []Module
	for path, dir := range folders {
		text, err := read(dir)
		if err != nil {
			return nil, fmt.Errorf("reading the licence of %s: %w", path, err)
		}
		modules = append(modules, Module{path, classify(text), text})
	}
	slices.SortFunc(modules, func(a, b Module) int { return strings.Compare(a.Path, b.Path) })
	return modules, nil
}

// read returns the text of all licence and notice files at the top of a module.
func read(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, entry := range entries {
		name := strings.ToLower(entry.Name())
		licence := strings.HasPrefix(name, "licen") || strings.HasPrefix(name, "copying") || strings.HasPrefix(name, "notice")
		if entry.IsDir() || !licence {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return "", err
		}
		all.Write(text)
		all.WriteByte('\n')
	}
	return all.String(), nil
}
