package testenv

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// nodeLeases is the namespace of the Leases by which kubelets say that they live.
const nodeLeases = "kube-node-lease"

// Shared is one control plane for all tests of a package, started by the first test that
// asks for it. Its tests must not run in parallel: they see each other's nodes.
type Shared struct {
	options []Option

	mu      sync.Mutex
	cluster *Cluster
	err     error // of the first start; another try would only fail more slowly
}

// NewShared says how the control plane will be started.
func NewShared(o ...Option) *Shared { return &Shared{options: o} }

// Run is the whole of a TestMain: it runs the tests, then stops the control plane. An
// interrupt (Ctrl-C) stops it too, for the processes are in groups of their own.
func (s *Shared) Run(m *testing.M) {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	go func() {
		received := <-interrupts
		s.stop()
		signal.Reset()
		raise(received)
	}()
	m.Run()
	s.stop()
}

// raise sends this process a signal, which now ends it as if nobody had waited for it.
func raise(sig os.Signal) {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Signal(sig) // where signals cannot be sent, the tests just go on
	}
}

// Cluster returns the shared control plane, with no nodes and no events in it. The test fails
// when it cannot be started, and is left out under -short.
func (s *Shared) Cluster(t testing.TB) *Cluster {
	t.Helper()
	leaveOutIfShort(t)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cluster == nil && s.err == nil {
		// Not the test's context, which ends with the test.
		s.cluster, s.err = start(context.Background(), s.options...)
	}
	if s.err != nil {
		t.Fatal(s.err)
	}
	s.cluster.clear(t)
	return s.cluster
}

// stop ends the control plane if one was started. What it cannot stop it leaves: the
// tests are over, and their result is not to be hidden by this.
func (s *Shared) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cluster != nil {
		_ = s.cluster.stop()
		s.cluster = nil
	}
}

// clear deletes all nodes, their Leases and all events.
func (c *Cluster) clear(t testing.TB) {
	t.Helper()
	core := c.client.CoreV1()
	for what, collection := range map[string]interface {
		DeleteCollection(context.Context, metav1.DeleteOptions, metav1.ListOptions) error
	}{
		"nodes": core.Nodes(), "leases": c.client.CoordinationV1().Leases(nodeLeases),
		"events in default": core.Events(metav1.NamespaceDefault), "events in kube-system": core.Events(metav1.NamespaceSystem),
	} {
		err := collection.DeleteCollection(t.Context(), *metav1.NewDeleteOptions(0), metav1.ListOptions{})
		for apierrors.IsTimeout(err) { // after half a minute; what it has deleted by then is gone
			err = collection.DeleteCollection(t.Context(), *metav1.NewDeleteOptions(0), metav1.ListOptions{})
		}
		if err != nil {
			t.Fatalf("deleting the %s of the test before: %v", what, err)
		}
	}
}
