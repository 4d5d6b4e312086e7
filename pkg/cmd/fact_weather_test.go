package cmd

import (
	"context"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// weather is a source that does not exist. It is all that a new source of facts takes, beside
// testdata/weather.yaml: nothing else in this program knows of storms.
type weather struct{ node string }

// Enrich adds a storm over one node and, for every node, that the sun shines.
func (w weather) Enrich(_ context.Context, s *snapshot.Snapshot) {
	s.Facts = append(s.Facts,
		snapshot.Fact{
			Node: w.node, Source: "weather", Type: "Storm", Status: "Raging", Reason: "Lightning",
			Message: "Lightning struck the rack of contoso-zebra.", Time: s.TakenAt.Add(-10 * time.Minute), Count: 3,
		},
		snapshot.Fact{Source: "weather", Type: "Storm", Status: "Over", Time: s.TakenAt},
		snapshot.Fact{Source: "weather", Type: "Moon", Status: "Full", Time: s.TakenAt},
	)
	s.Gaps = snapshot.Gap{Source: "weather", Subjects: []string{"the weather of tomorrow"}, Reason: "Nobody knows it."}.AddTo(s.Gaps)
}
