package testenv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-logr/logr"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	logf "sigs.k8s.io/controller-runtime/pkg/log"
)

// How long a control plane may take to start and to stop, and how often to check whether
// something has happened. The host may be busy with the tests of other packages.
const (
	startTimeout = 90 * time.Second
	stopTimeout  = 30 * time.Second
	pollInterval = 50 * time.Millisecond
)

// Cluster is a running etcd and kube-apiserver.
type Cluster struct {
	env    *envtest.Environment
	config *rest.Config
	client kubernetes.Interface
}

// Option changes how a control plane is started.
type Option func(*envtest.APIServer)

// WithoutNodeTaints switches off the admission plugin TaintNodesByCondition, which puts
// the taint not-ready on every new node, so that a Ready node looks as it does in service.
func WithoutNodeTaints() Option {
	return func(s *envtest.APIServer) {
		s.Configure().Append("disable-admission-plugins", "TaintNodesByCondition")
	}
}

// WithEventTTL sets how long the server keeps events; its own default is an hour.
func WithEventTTL(ttl time.Duration) Option {
	return func(s *envtest.APIServer) { s.Configure().Set("event-ttl", ttl.String()) }
}

// Start runs a control plane for one test and stops it when the test is over. Under
// -short the test is left out.
func Start(t testing.TB, o ...Option) *Cluster {
	t.Helper()
	leaveOutIfShort(t)
	c, err := start(t.Context(), o...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.stop(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// start runs a control plane and waits until it takes requests of all kinds.
func start(ctx context.Context, o ...Option) (*Cluster, error) {
	for _, name := range []string{"etcd", "kube-apiserver"} {
		if _, err := binary(os.Getenv(assetsVariable), name); err != nil {
			return nil, err
		}
	}
	// Without a logger controller-runtime prints a stack to stderr after half a minute.
	logf.SetLogger(logr.Discard())
	env := &envtest.Environment{
		UseExistingCluster:       ptr.To(false), // whatever the environment says: tests delete nodes
		ControlPlaneStartTimeout: startTimeout,
		ControlPlaneStopTimeout:  stopTimeout,
	}
	// One at a time is what the server deletes of a collection by itself.
	env.ControlPlane.GetAPIServer().Configure().Set("delete-collection-workers", "16")
	for _, option := range o {
		option(env.ControlPlane.GetAPIServer())
	}
	config, err := env.Start()
	if err != nil {
		return nil, fmt.Errorf("starting the control plane: %w", err)
	}
	config.ContentType = "application/vnd.kubernetes.protobuf"
	config.QPS = -1
	c := &Cluster{env: env, config: config}
	if err := c.connect(ctx); err != nil {
		return nil, errors.Join(err, c.stop())
	}
	return c, nil
}

// connect makes the administrator's client and waits for the namespaces that the API
// server creates by itself, a moment after it says that it is healthy.
func (c *Cluster) connect(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(c.config)
	if err != nil {
		return fmt.Errorf("making the administrator's client: %w", err)
	}
	c.client = client
	for _, namespace := range []string{metav1.NamespaceDefault, metav1.NamespaceSystem, nodeLeases} {
		err := wait.PollUntilContextTimeout(ctx, pollInterval, startTimeout, true, func(ctx context.Context) (bool, error) {
			_, err := client.CoreV1().Namespaces().Get(ctx, namespace, metav1.GetOptions{})
			if apierrors.IsNotFound(err) {
				return false, nil
			}
			return err == nil, err
		})
		if err != nil {
			return fmt.Errorf("waiting for namespace %s: %w", namespace, err)
		}
	}
	return nil
}

// stop ends the control plane and removes its data.
func (c *Cluster) stop() error {
	if err := c.env.Stop(); err != nil {
		return fmt.Errorf("stopping the control plane: %w", err)
	}
	return nil
}

// Config returns the administrator's configuration, with protobuf and without a rate limit.
// It is a copy.
func (c *Cluster) Config() *rest.Config { return rest.CopyConfig(c.config) }

// Client returns the administrator's client.
func (c *Cluster) Client() kubernetes.Interface { return c.client }
