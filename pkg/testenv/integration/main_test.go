package integration

import (
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// shared serves all tests here; events live as long as a slow run may take.
var shared = testenv.NewShared(testenv.WithoutNodeTaints(), testenv.WithEventTTL(24*time.Hour))

func TestMain(m *testing.M) { shared.Run(m) }
