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
	manifest, secondManifest string
	// objectFiles are the first files that had objects, one more than evidence has of them.
	objectFiles []string
}

// noteManifest takes note of the file of a manifest.
func (e *evidenceFiles) noteManifest(file string, again bool) {
	if again {
		e.secondManifest = file
		return
	}
	e.manifest = file
}

// noteFile takes note of the file of an object.
func (e *evidenceFiles) noteFile(file string) {
	if n := len(e.objectFiles); n <= len(evidenceNames) && (n == 0 || e.objectFiles[n-1] != file) {
		e.objectFiles = append(e.objectFiles, file)
	}
}

// foreignFile is a file whose objects do not belong to the evidence, empty when there is none.
func (e *evidenceFiles) foreignFile() string {
	if e.secondManifest != "" {
		return e.secondManifest
	}
	for _, giver := range e.objectFiles {
		if !sameEvidence(giver, e.manifest) {
			return giver
		}
	}
	return ""
}

// sameEvidence says whether a file can have been saved with a manifest: they are one text, or
// have the names that they were given, in one archive or folder.
func sameEvidence(file, manifest string) bool {
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
