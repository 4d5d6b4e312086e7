package snapshot

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Origin is where a snapshot was read. Only the parts that apply are set.
type Origin struct {
	// Context is the kubeconfig's context; empty in a pod and with --server.
	Context string `json:"context,omitempty"`
	// Server is the address of the API server.
	Server string `json:"server,omitempty"`
	// Files are the names of files, ready to be shown.
	Files []string `json:"files,omitempty"`
	// Pages say what pasted text was taken for, where it was no object of the API.
	Pages []Page `json:"pages,omitempty"`
	// PagesOnly is true when all nodes are those of pages: the cluster can have others, and what is
	// said of all of them is said of these.
	PagesOnly bool `json:"pagesOnly,omitempty"`
	// Demo is true for the embedded sample cluster.
	Demo bool `json:"demo,omitempty"`
	// Text is the origin of saved evidence that is older than the fields above.
	Text string `json:"text,omitempty"`
}

// OriginParts is an Origin that is written with its parts.
type OriginParts Origin

// String is the origin for a reader: "context NAME (https://server)", files, the demo.
func (o Origin) String() string {
	switch {
	case o.Demo:
		return "embedded sample cluster"
	case o.Context != "":
		return fmt.Sprintf("context %s (%s)", o.Context, o.Server)
	case o.Server != "":
		return o.Server
	case len(o.Pages) > 0:
		return fmt.Sprintf("%s (%s)", strings.Join(o.Files, ", "), o.TakenFor())
	case len(o.Files) > 0:
		return strings.Join(o.Files, ", ")
	default:
		return o.Text
	}
}

// MarshalJSON writes the text for a reader, which is what the contract has.
func (o Origin) MarshalJSON() ([]byte, error) {
	return json.Marshal(o.String()) //nolint:wrapcheck // json wraps it
}

// UnmarshalJSON reads such a text, whose parts are no longer known. The error is that of the
// JSON.
func (o *Origin) UnmarshalJSON(data []byte) error {
	*o = Origin{}
	if err := json.Unmarshal(data, &o.Text); err != nil {
		return fmt.Errorf("reading an origin: %w", err)
	}
	return nil
}
