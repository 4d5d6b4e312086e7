package cluster

import (
	"context"
	"encoding/json"
	"errors"

	"k8s.io/apimachinery/pkg/version"
	"k8s.io/cli-runtime/pkg/genericclioptions"
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
	client, err := LiveOptions{UserAgent: userAgent}.restClient(config, server)
	if err != nil {
		return nil, server.String(), err
	}
	var info version.Info
	result, err := usable(do(klog.NewContext(ctx, klog.Logger{}), client.Get().AbsPath("version").MaxRetries(0)))
	if err == nil {
		raw, _ := result.Raw() // an error would have been one of the request
		if json.Unmarshal(raw, &info) != nil || info.GitVersion == "" {
			err = &unexpectedAnswer{what: "no version"}
		}
	}
	if err != nil {
		return nil, server.String(), errors.New(server.explain(request{resource: "version"}, err).reason)
	}
	return &info, server.String(), nil
}
