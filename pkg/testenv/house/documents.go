package house

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// documents are the texts that lead a reader through the files.
var documents = []string{tableFile, ".github/CONTRIBUTING.md", ".github/KNOWLEDGE.md", ".github/SECURITY.md"}

// named matches what stands between backticks and is a path or the name of a file.
var named = regexp.MustCompile("`([\\w.-]+(?:/[\\w.-]+)*)`")

// fileName matches names of files that a reader would look for.
var fileName = regexp.MustCompile(`\.(go|yaml|tsv|txt)$`)

// namedFiles: a document names files and folders that are there, those of a package with or
// without their path below pkg.
func namedFiles(r *repository) []string {
	places, names := map[string]bool{}, map[string]bool{}
	for _, file := range r.paths {
		names[path.Base(file)] = true
		for place := file; place != "."; place = path.Dir(place) {
			places[place], places[strings.TrimPrefix(place, "pkg/")] = true, true
		}
	}
	var found []string
	for _, document := range documents {
		number := 0
		for line := range strings.Lines(string(r.texts[document])) {
			number++
			for _, match := range named.FindAllStringSubmatch(line, -1) {
				name := match[1]
				if isPlace(name) && !places[name] || fileName.MatchString(name) && !strings.Contains(name, "/") && !names[name] {
					found = append(found, document+":"+strconv.Itoa(number)+": there is no "+name)
				}
			}
		}
	}
	return found
}

// isPlace reports whether a name is a path of the repository: it begins with a folder of it.
func isPlace(name string) bool {
	first, _, path := strings.Cut(name, "/")
	return path && (slices.Contains([]string{"pkg", "cmd", ".github", "plugins"}, first) || roomAt("pkg/"+first) != nil)
}
