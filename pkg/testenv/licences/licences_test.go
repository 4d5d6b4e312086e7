package licences

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/house"
)

var update = flag.Bool("update", false, "write the list again")

// kept is the list.
const kept = "../../../.github/LICENSES.md"

func TestEveryLinkedModuleHasAKnownLicenceThatFits(t *testing.T) {
	modules, err := Linked(t.Context(), "../../../cmd/kubectl-autorepair", house.Platforms()...)
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) < 20 {
		t.Errorf("only %d modules were found", len(modules))
	}
	for _, m := range modules {
		if !m.Fits() {
			t.Errorf("%s: the licences %q are not known to fit", m.Path, m.Licences)
		}
	}
	if *update {
		if err := os.WriteFile(kept, []byte(Page(modules)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	list, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if string(list) != Page(modules) {
		t.Error(".github/LICENSES.md does not list what is linked: run `make licenses`")
	}
}

func TestLicencesAreRecognisedByTheirTexts(t *testing.T) {
	const mit = "Permission is hereby granted, free of\n charge, to any person obtaining a copy of this software"
	const bsd = "Redistribution and use in source and binary forms, with or without\nmodification, are permitted"
	for _, test := range []struct {
		name, text string
		want       []string
		fits       bool
	}{
		{"Apache", "Apache License\n   Version 2.0, January 2004", []string{"Apache-2.0"}, true},
		{"the notice of Apache", "Licensed under the Apache License, Version 2.0", []string{"Apache-2.0"}, true},
		{"MIT", mit, []string{"MIT"}, true},
		{"BSD of three clauses", bsd + " * Neither the name of Google Inc. nor", []string{"BSD-3-Clause"}, true},
		{"BSD of two clauses", bsd, []string{"BSD-2-Clause"}, true},
		{"two licences", mit + "\n\n" + "Apache License Version 2.0", []string{"Apache-2.0", "MIT"}, true},
		{"Mozilla", "Mozilla Public License Version 2.0", []string{"MPL-2.0"}, false},
		{"one that fits and one that does not", mit + " GNU GENERAL PUBLIC LICENSE", []string{"GPL", "MIT"}, false},
		{"nothing known", "All rights reserved.", nil, false},
		{"nothing", "", nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := classify(test.text)
			if !slices.Equal(got, test.want) || (Module{Licences: got}).Fits() != test.fits {
				t.Errorf("classify = %q, fits %t", got, Module{Licences: got}.Fits())
			}
		})
	}
}

func TestAFolderThatIsNoPackageIsAnError(t *testing.T) {
	if _, err := Linked(t.Context(), t.TempDir(), "linux/amd64"); err == nil || !strings.Contains(err.Error(), "listing the modules for linux/amd64") {
		t.Errorf("Linked = %v", err)
	}
}

func TestATextStandsOnceUnderTheModulesThatHaveIt(t *testing.T) {
	page := Page([]Module{{"a", []string{"MIT"}, "one\n\ntwo  \n"}, {"b", []string{"BSD"}, "other\n"}, {"c", []string{"MIT"}, "one\n\ntwo  \n"}})
	want := "| a | MIT |\n| b | BSD |\n| c | MIT |\n\n## Texts\n\n### a, c\n\n    one\n\n    two\n\n### b\n\n    other\n"
	if !strings.HasSuffix(page, want) {
		t.Errorf("the page is\n%s\nwant at its end\n%s", page, want)
	}
}
