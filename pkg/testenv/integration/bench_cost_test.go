package integration

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestACostIsCarriedOnWithoutWhatIsNeededOnce(t *testing.T) {
	one := cost{wall: 300 * time.Millisecond, wireMB: 1.1, requests: 7, peakMB: 50}
	five := cost{wall: 700 * time.Millisecond, wireMB: 1.5, requests: 23, peakMB: 60}
	for n, want := range map[int]cost{1: one, 5: five, 1001: {wall: 100300 * time.Millisecond, requests: 4007}} {
		got := carriedOn(one, five, 1, 5, n)
		if got.wall != want.wall || got.requests != want.requests || got.peakMB != five.peakMB {
			t.Errorf("%d cost %+v, want %+v", n, got, want)
		}
	}
	if got := carriedOn(one, five, 1, 5, 1001).wireMB; got < 101.09 || got > 101.11 {
		t.Errorf("1001 read %f MB, want 101.1", got)
	}
}

func TestAGoalIsNotKeptByWhatWasNotMeasured(t *testing.T) {
	for got, want := range map[float64]string{0.1: "kept", 0.3: "missed", 0: "missed", -0.1: "missed", math.NaN(): "missed", math.Inf(1): "missed"} {
		r := &report{}
		r.goal("time", got, 0.2, "")
		if !strings.Contains(r.String(), want) || r.kept+r.missed != 1 || (r.kept == 1) != (want == "kept") {
			t.Errorf("%f: %+v %s", got, r, r.String())
		}
	}
}
