package azure

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// Timeout is how long all questions of one run may take, where nothing else is said.
const Timeout = 10 * time.Second

// Access is how Azure is asked.
type Access struct {
	// Timeout is for all questions about one cluster; 0 is the usual one.
	Timeout time.Duration
	// Getenv is the environment.
	Getenv func(string) string
	// Report, if set, gets what was asked.
	Report func(Asked)
	// Transport and Credential are for tests; nil is the real one.
	Transport  http.RoundTripper
	Credential azcore.TokenCredential
}

// Asked is what was asked in one run, for one subscription.
type Asked struct {
	// Requests is how many were sent to Azure Resource Manager, Queries how many to Log Analytics, Credential the
	// kind of credential, empty where there was none.
	Requests, Queries int
	Credential        string
	// Subscription is the one that was asked about, Cluster the cluster, empty where it is not known.
	Subscription, Cluster string
}

func (a *Access) timeout() time.Duration { return cmp.Or(a.Timeout, Timeout) }

// credential signs in for a subscription. It returns how, and what says as what.
func (a *Access) credential(ctx context.Context, c Cloud, subscription string) (credential azcore.TokenCredential, kind func() string, err error) {
	if a.Credential != nil {
		return a.Credential, func() string { return "a given credential" }, nil
	}
	ways := newChain(c, subscription, a.Getenv)
	if err := ways.signIn(ctx, c.Audience); err != nil {
		return nil, nil, err
	}
	return ways, ways.kind, nil
}

func (a *Access) transport() http.RoundTripper {
	if a.Transport != nil {
		return a.Transport
	}
	return http.DefaultTransport
}
