package house

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// visible is what lies at the top of the repository besides hidden entries and bin and
// dist, which the build makes.
var visible = []string{
	"LICENSE", "Makefile", "README.md", "cmd", "go.mod", "go.sum", "krew-manifest.yaml", "pkg", "plugins",
}

// leftover matches marks of unfinished work, written so that it does not match itself.
var leftover = regexp.MustCompile(`\b(TO[D]O|FIX[M]E|XX[X])\b|(?i)not implemente[d]`)

// machinePath matches paths of one developer's machine.
var machinePath = regexp.MustCompile(`(^|[^A-Za-z0-9_.~-])/(work|root|Users/\w+)/`)

// tight matches a line of a workflow that runs something: an action named by its commit,
// since its owner can move a tag, or a target of make.
var tight = regexp.MustCompile(`uses: \S+@[0-9a-f]{40} # v|run: (sudo )?make |run: >$`)

// topLevel: the top of the repository is what a stranger sees first.
func topLevel(r *repository) []string {
	seen := slices.DeleteFunc(slices.Clone(r.top), func(name string) bool {
		return strings.HasPrefix(name, ".") || name == "bin" || name == "dist"
	})
	var found []string
	for _, name := range seen {
		if !slices.Contains(visible, name) {
			found = append(found, name+": it may not lie at the top of the repository")
		}
	}
	for _, name := range visible {
		if !slices.Contains(seen, name) {
			found = append(found, name+": it is missing")
		}
	}
	return found
}

// leftovers: what is to be done stands in an issue, not in the code.
func leftovers(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		found = append(found, matches(r, s.path, leftover, "a mark of unfinished work")...)
	}
	return found
}

// machinePaths: no file shows whose machine it was written on.
func machinePaths(r *repository) []string {
	var found []string
	for _, file := range r.paths {
		found = append(found, matches(r, file, machinePath, "a path of one machine")...)
	}
	return found
}

// workflows: what they run is named by commit, or is a target of make that anybody can run.
func workflows(r *repository) []string {
	var found []string
	for _, file := range r.paths {
		if !strings.HasPrefix(file, ".github/workflows/") {
			continue
		}
		number := 0
		for line := range strings.Lines(string(r.texts[file])) {
			number++
			line = strings.TrimSpace(line)
			if (strings.Contains(line, "uses:") || strings.Contains(line, "run:")) && !tight.MatchString(line) {
				found = append(found, file+":"+strconv.Itoa(number)+": neither an action with its commit nor a target of make: "+line)
			}
		}
	}
	return found
}

// matches returns the lines of a file that match.
func matches(r *repository, file string, pattern *regexp.Regexp, what string) []string {
	var found []string
	number := 0
	for line := range bytes.Lines(r.texts[file]) {
		number++
		if m := pattern.Find(line); m != nil {
			found = append(found, file+":"+strconv.Itoa(number)+": "+what+": "+strings.TrimSpace(string(m)))
		}
	}
	return found
}
