package house

import (
	"fmt"
	"io/fs"
)

// rule finds the places of a repository that break it, as sentences that begin with a path.
type rule func(*repository) []string

// rules returns all rules that hold here.
func rules() []rule {
	return []rule{
		siblings, libraries, testSupport, packageTable, namedFiles, sentences,
		process, sleeps, skips, inits, patterns,
		fileSizes, functionSizes, packageSizes, doorway, dataFiles,
		nameComments, packageComments, plainEnglish,
		readmeSize, testedDocuments, links,
		topLevel, leftovers, machinePaths, workflows, issueForms,
		manifest, manifestCopy,
	}
}

// Violations returns the places of the repository that break a rule, as sentences. The error
// is of a file that cannot be read or parsed.
func Violations(root fs.FS) ([]string, error) {
	r, err := read(root)
	if err != nil {
		return nil, fmt.Errorf("reading the repository: %w", err)
	}
	var found []string
	for _, rule := range rules() {
		found = append(found, rule(r)...)
	}
	return found, nil
}
