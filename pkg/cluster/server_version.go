package cluster

import (
	"context"
	"encoding/json"
	"errors"

	"k8s.io/apimachinery/pkg/version"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/klog/v2"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/plugin"
)

// ServerVersion asks the API server behind getter for its version, in one request that needs no
// permission (Kubernetes' own role system:public-info-viewer allows it to everybody). It also
// returns the server's name for a reader, as soon as that is known. The error is a sentence:
// there is no server, or it gave no answer before ctx ended.
func ServerVersion(ctx context.Context, getter genericclioptions.RESTClientGetter, userAgent string) (*version.Info, string, error) {
	config, server, err := loadConfig(getter)
	if err != nil {
		return nil, "", err
	}
	client, err := LiveOptions{UserAgent: userAgent, Plugins: &plugin.Run{}}.restClient(config, server, bounds.Reads())
	if err != nil {
		return nil, server.String(), err
	}
	var info version.Info
	result, err := checkAnswer(doRequest(klog.NewContext(ctx, klog.Logger{}), client.Get().AbsPath("version").MaxRetries(0)))
	if err == nil {
		raw, _ := result.Raw() // checkAnswer has returned its error
		if json.Unmarshal(raw, &info) != nil || info.GitVersion == "" {
			err = &unexpectedAnswer{what: "no version"}
		}
	}
	if err != nil {
		return nil, server.String(), errors.New(server.explain(request{resource: "version"}, err).reason)
	}
	return &info, server.String(), nil
}
