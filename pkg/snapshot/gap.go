package snapshot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// GapSource is the part of a snapshot that a gap is in.
type GapSource string

// The sources of gaps.
const (
	SourceNodes  GapSource = "nodes"
	SourceEvents GapSource = "events"
	SourceLeases GapSource = "leases"
	// SourcePods is pods and pod disruption budgets.
	SourcePods GapSource = "pods"
	// SourceNames is names that were asked for and of which nothing is known.
	SourceNames GapSource = "names"
	// SourceFiles is the files of a dump.
	SourceFiles GapSource = "files"
	// SourceClocks is clocks that disagree.
	SourceClocks GapSource = "clocks"
	// SourceAzure is what Azure was asked: an addition, without which a diagnosis of the cluster is complete.
	SourceAzure GapSource = "azure"
)

// Known says whether the source is one of the constants: saved evidence can have others.
func (s GapSource) Known() bool {
	switch s {
	case SourceNodes, SourceEvents, SourceLeases, SourcePods, SourceNames, SourceFiles, SourceClocks, SourceAzure:
		return true
	default:
		return false
	}
}

// Gap is something that could not be seen, why, and what to do about it.
type Gap struct {
	// Source is the part of the snapshot that is missing.
	Source GapSource `json:"source,omitempty"`
	// Subjects are what is missing, without a full stop: "events in namespace kube-system".
	// Gaps of saved evidence that is older than this field have one, of all subjects.
	Subjects []string `json:"subjects"`
	// Key, if set, is what is missing in words that do not change while it lasts, so that a
	// watch can compare gaps. Such a gap shares its place with no other.
	Key string `json:"-"`
	// Reason is why, as the server or the file said it, in sentences.
	Reason string `json:"reason"`
	// Action is what to do, where something can be done: the missing permission, a command.
	Action string `json:"action,omitempty"`
}

// Subject is all subjects as one, for a sentence.
func (g Gap) Subject() string { return strings.Join(g.Subjects, ", ") }

// gapData is the JSON form of a Gap without its methods.
type gapData Gap

// MarshalJSON adds the subjects as one text under "subject", for readers of the first
// version of the contract.
func (g Gap) MarshalJSON() ([]byte, error) {
	//nolint:wrapcheck // json wraps it
	return json.Marshal(struct {
		Subject string `json:"subject"`
		gapData
	}{g.Subject(), gapData(g)})
}

// UnmarshalJSON reads both forms. The error is that of the JSON.
func (g *Gap) UnmarshalJSON(data []byte) error {
	var read struct {
		Subject string `json:"subject"`
		gapData
	}
	if err := json.Unmarshal(data, &read); err != nil {
		return fmt.Errorf("reading a gap: %w", err)
	}
	if *g = Gap(read.gapData); g.Subjects == nil && read.Subject != "" {
		g.Subjects = []string{read.Subject}
	}
	return nil
}

// AddTo returns gaps with this one: in one of the same source, reason and action if there is
// one, and a gap with a key on its own.
func (g Gap) AddTo(gaps []Gap) []Gap {
	for i, other := range gaps {
		if other.Source == g.Source && other.Reason == g.Reason && other.Action == g.Action && other.Key+g.Key == "" {
			gaps[i].Subjects = slices.Concat(other.Subjects, g.Subjects)
			return gaps
		}
	}
	return append(gaps, g)
}
