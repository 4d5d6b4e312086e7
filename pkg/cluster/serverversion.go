package cluster

import (
	"context"
	"errors"

	"k8s.io/apimachinery/pkg/version"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/discovery"
	"k8s.io/klog/v2"
)

// ServerVersion asks the API server that getter points to for its version, in one request
// that needs no permission (Kubernetes' own role system:public-info-viewer gives it to
// everybody). It returns the server's name for a reader as well, as soon as that is known.
// The error is a sentence: there is no server, or it gave no answer before ctx ended.
func ServerVersion(ctx context.Context, getter genericclioptions.RESTClientGetter, userAgent string) (*version.Info, string, error) {
	config, server, err := loadConfig(getter)
	if err != nil {
		return nil, "", err
	}
	config.UserAgent = userAgent
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, server.String(), errors.New(oneLine(err.Error()))
	}
	info, err := client.ServerVersionWithContext(klog.NewContext(ctx, klog.Logger{}))
	if err != nil {
		return nil, server.String(), errors.New(server.explain(request{resource: "version"}, err).reason)
	}
	return info, server.String(), nil
}
