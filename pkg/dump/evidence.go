package dump

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Evidence is a snapshot with its diagnosis, to be saved before a manual repair destroys the
// traces.
type Evidence struct {
	// Snapshot is what was read.
	Snapshot *snapshot.Snapshot
	// Diagnosis is the JSON of the diagnosis for a reader. Dump does not read it.
	Diagnosis []byte
	// Version, Redacted, Incomplete and Settings are those of the Manifest.
	Version              string
	Redacted, Incomplete bool
	Settings             json.RawMessage
}

// Write writes the evidence as a .tgz: manifest.json first, then diagnosis.json, nodes.json,
// events.json and facts.json, and with the impact pods.json and poddisruptionbudgets.json. The
// objects are Lists that kubectl and jq can read. The same evidence gives the same bytes. The
// error is that of w.
func (e Evidence) Write(w io.Writer) error {
	compressed := gzip.NewWriter(w)
	archive := tar.NewWriter(compressed)
	s := e.Snapshot
	files := []struct {
		name string
		data func() ([]byte, error)
	}{
		{"manifest.json", e.manifest},
		{"diagnosis.json", func() ([]byte, error) { return e.Diagnosis, nil }},
		{"nodes.json", func() ([]byte, error) { return marshalList(s.Nodes, corev1.SchemeGroupVersion.WithKind("Node")) }},
		{"events.json", func() ([]byte, error) { return marshalList(s.Events, corev1.SchemeGroupVersion.WithKind("Event")) }},
		{"facts.json", func() ([]byte, error) { return marshalList(factObjects(s.Facts), factKind()) }},
	}
	for _, f := range files {
		if err := addFile(archive, f.name, s.TakenAt, f.data); err != nil {
			return err
		}
	}
	if err := addImpactFiles(archive, s); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("ending the archive: %w", err)
	}
	if err := compressed.Close(); err != nil {
		return fmt.Errorf("ending the archive: %w", err)
	}
	return nil
}

// addImpactFiles adds the objects of the impact, if it was read.
func addImpactFiles(archive *tar.Writer, s *snapshot.Snapshot) error {
	if s.Impact == nil {
		return nil
	}
	err := addFile(archive, "pods.json", s.TakenAt, func() ([]byte, error) {
		return marshalList(s.Impact.Pods, corev1.SchemeGroupVersion.WithKind("Pod"))
	})
	if err != nil {
		return err
	}
	return addFile(archive, "poddisruptionbudgets.json", s.TakenAt, func() ([]byte, error) {
		return marshalList(s.Impact.Budgets, policyv1.SchemeGroupVersion.WithKind("PodDisruptionBudget"))
	})
}

// manifest returns the manifest as JSON.
func (e Evidence) manifest() ([]byte, error) {
	m := Manifest{
		TypeMeta: metav1.TypeMeta{APIVersion: ManifestAPIVersion, Kind: ManifestKind},
		Version:  e.Version, Redacted: e.Redacted, Incomplete: e.Incomplete, Settings: e.Settings,
		Origin: (*snapshot.OriginParts)(&e.Snapshot.Origin), Snapshot: *e.Snapshot,
	}
	return json.MarshalIndent(m, "", "  ") //nolint:wrapcheck // the caller says what was written
}

// marshalList returns the JSON of a List, with one object a line, each with its kind, which it gets. Those of a watch are
// not its to change: that is never saved.
func marshalList[T any](objects []T, kind schema.GroupVersionKind) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(`{"apiVersion":"v1","kind":"List","metadata":{},"items":[`)
	for i := range objects {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		object, ok := any(&objects[i]).(interface{ GetObjectKind() schema.ObjectKind })
		if ok {
			object.GetObjectKind().SetGroupVersionKind(kind)
		}
		data, err := json.Marshal(&objects[i])
		if err != nil {
			return nil, err //nolint:wrapcheck // the caller says what was written
		}
		out.Write(data)
	}
	out.WriteString("\n]}\n")
	return out.Bytes(), nil
}

// addFile adds a file to the archive.
func addFile(archive *tar.Writer, name string, at time.Time, make func() ([]byte, error)) error {
	data, err := make()
	if err != nil {
		return fmt.Errorf("making %s: %w", name, err)
	}
	header := &tar.Header{Name: name, Mode: 0o600, Size: int64(len(data)), ModTime: at.Truncate(time.Second), Format: tar.FormatPAX}
	if err := archive.WriteHeader(header); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if _, err := archive.Write(data); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
