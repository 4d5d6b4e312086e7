package dump

import (
	"slices"
	"strings"
)

// evidenceNames lists the files of saved evidence that hold objects. Leases have a file of
// their own in evidence that is older than facts.
var evidenceNames = []string{"manifest.json", "nodes.json", "events.json", "facts.json", "leases.json", "pods.json", "poddisruptionbudgets.json"}

// evidenceFiles checks that the objects of a dump all belong to one saved evidence.
type evidenceFiles struct {
	// manifest is the file with the manifest, secondManifest another file with one.
	manifest, secondManifest string
	// objectFiles are the first files that had objects, at most one more than evidence has.
	objectFiles []string
}

// noteManifest records the file of a manifest.
func (e *evidenceFiles) noteManifest(file string, again bool) {
	if again {
		e.secondManifest = file
		return
	}
	e.manifest = file
}

// noteFile records the file of an object.
func (e *evidenceFiles) noteFile(file string) {
	if n := len(e.objectFiles); n <= len(evidenceNames) && (n == 0 || e.objectFiles[n-1] != file) {
		e.objectFiles = append(e.objectFiles, file)
	}
}

// foreignFile returns a file whose objects do not belong to the evidence, or "".
func (e *evidenceFiles) foreignFile() string {
	if e.secondManifest != "" {
		return e.secondManifest
	}
	for _, file := range e.objectFiles {
		if !sameEvidence(file, e.manifest) {
			return file
		}
	}
	return ""
}

// sameEvidence says whether a file can have been saved with a manifest: both are the same text,
// or the file has one of evidenceNames in the same archive or folder.
func sameEvidence(file, manifest string) bool {
	place, name := splitName(file)
	with, _ := splitName(manifest)
	return file == manifest || place == with && slices.Contains(evidenceNames, name)
}

// splitName splits the name of a file, "evidence.tgz: nodes.json" or "folder/nodes.json", into
// its archive or folder and its base name.
func splitName(name string) (place, own string) {
	at := strings.LastIndexAny(name, `/\ `) + 1
	return name[:at], name[at:]
}
