package integration

import (
	"testing"
	"time"
)

func TestACostIsCarriedOnWithoutWhatIsNeededOnce(t *testing.T) {
	one := cost{wall: 300 * time.Millisecond, wireMB: 1.1, requests: 7, peakMB: 50}
	five := cost{wall: 700 * time.Millisecond, wireMB: 1.5, requests: 23, peakMB: 60}
	for n, want := range map[int]cost{1: one, 5: five, 1001: {wall: 100300 * time.Millisecond, requests: 4007}} {
		got := carriedOn(one, five, 5, n)
		if got.wall != want.wall || got.requests != want.requests || got.peakMB != five.peakMB {
			t.Errorf("%d cost %+v, want %+v", n, got, want)
		}
	}
	if got := carriedOn(one, five, 5, 1001).wireMB; got < 101.09 || got > 101.11 {
		t.Errorf("1001 read %f MB, want 101.1", got)
	}
}
