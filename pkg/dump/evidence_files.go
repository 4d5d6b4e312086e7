package dump

import (
	"slices"
	"strings"
)

// evidenceNames are the names of the files of saved evidence that hold objects.
var evidenceNames = []string{"manifest.json", "nodes.json", "events.json", "leases.json", "pods.json", "poddisruptionbudgets.json"}

// evidenceFiles tell whether the objects of a dump are those of one saved evidence alone.
type evidenceFiles struct {
	// manifest is the file that has the manifest, second one that has another.
	manifest, second string
	// givers are the first files that had objects, one more than evidence has of them.
	givers []string
}

// addManifest takes note of the file of a manifest.
func (e *evidenceFiles) addManifest(file string, again bool) {
	if again {
		e.second = file
		return
	}
	e.manifest = file
}

// add takes note of the file of an object.
func (e *evidenceFiles) add(file string) {
	if n := len(e.givers); n <= len(evidenceNames) && (n == 0 || e.givers[n-1] != file) {
		e.givers = append(e.givers, file)
	}
}

// beside is a file whose objects do not belong to the evidence, empty when there is none.
func (e *evidenceFiles) beside() string {
	if e.second != "" {
		return e.second
	}
	for _, giver := range e.givers {
		if !belongs(giver, e.manifest) {
			return giver
		}
	}
	return ""
}

// belongs says whether a file can have been saved with a manifest: they are one text, or
// have the names that they were given, in one archive or folder.
func belongs(file, manifest string) bool {
	place, name := splitName(file)
	with, _ := splitName(manifest)
	return file == manifest || place == with && slices.Contains(evidenceNames, name)
}

// splitName splits the name of a file, "evidence.tgz: nodes.json" or "folder/nodes.json",
// into what is around the file and its own.
func splitName(name string) (place, own string) {
	at := strings.LastIndexAny(name, `/\ `) + 1
	return name[:at], name[at:]
}
