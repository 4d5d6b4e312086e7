package dump

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Evidence is what is kept of a cluster before a repair by hand destroys it.
type Evidence struct {
	// Snapshot is what was read.
	Snapshot *snapshot.Snapshot
	// Diagnosis is the JSON of what was made of it, for a reader; nothing reads it back.
	Diagnosis []byte
	// Version, Redacted and Settings are those of the Manifest.
	Version  string
	Redacted bool
	Settings json.RawMessage
}

// Write writes the evidence as a .tgz: manifest.json first, then diagnosis.json, nodes.json,
// events.json and leases.json, and with the impact pods.json and poddisruptionbudgets.json,
// which are Lists that kubectl and jq can read. The same evidence is written as the same
// bytes. The error is that of w.
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
		{"nodes.json", func() ([]byte, error) { return list(s.Nodes, corev1.SchemeGroupVersion.WithKind("Node")) }},
		{"events.json", func() ([]byte, error) { return list(s.Events, corev1.SchemeGroupVersion.WithKind("Event")) }},
		{"leases.json", func() ([]byte, error) {
			return list(s.Leases, coordinationv1.SchemeGroupVersion.WithKind("Lease"))
		}},
	}
	for _, f := range files {
		if err := add(archive, f.name, s.TakenAt, f.data); err != nil {
			return err
		}
	}
	if err := addImpact(archive, s); err != nil {
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

// addImpact adds the objects of the impact, if it was read.
func addImpact(archive *tar.Writer, s *snapshot.Snapshot) error {
	if s.Impact == nil {
		return nil
	}
	err := add(archive, "pods.json", s.TakenAt, func() ([]byte, error) {
		return list(s.Impact.Pods, corev1.SchemeGroupVersion.WithKind("Pod"))
	})
	if err != nil {
		return err
	}
	return add(archive, "poddisruptionbudgets.json", s.TakenAt, func() ([]byte, error) {
		return list(s.Impact.Budgets, policyv1.SchemeGroupVersion.WithKind("PodDisruptionBudget"))
	})
}

// manifest is the manifest's JSON.
func (e Evidence) manifest() ([]byte, error) {
	m := Manifest{
		TypeMeta: metav1.TypeMeta{APIVersion: ManifestAPIVersion, Kind: ManifestKind},
		Version:  e.Version, Redacted: e.Redacted, Settings: e.Settings,
		Origin: (*snapshot.OriginParts)(&e.Snapshot.Origin), Snapshot: *e.Snapshot,
	}
	return json.MarshalIndent(m, "", "  ") //nolint:wrapcheck // the caller says what was written
}

// list is the JSON of objects as a List, one a line, each with its kind.
func list[T any](objects []T, kind schema.GroupVersionKind) ([]byte, error) {
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

// add writes a file of the archive.
func add(archive *tar.Writer, name string, at time.Time, make func() ([]byte, error)) error {
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
