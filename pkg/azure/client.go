package azure

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm/runtime"
	azpolicy "github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	azruntime "github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

const (
	// maxPages is how many pages of one answer are read, of 200 entries each.
	maxPages = 20
	// tryTimeout is how long one request may take, where all of them have little time; a second try follows where it
	// helps. A server that asks for a longer pause than maxPause is not asked again.
	tryTimeout, maxPause = 8 * time.Second, 2 * time.Second
)

// tryLimit is how long one request may take of the time for all: two tries use it up.
func tryLimit(all time.Duration) time.Duration { return max(tryTimeout, all/2) }

// client asks one cloud with one credential.
type client struct {
	endpoint string
	guard    *guard
	pipeline azruntime.Pipeline
}

// newClient returns a client of Azure Resource Manager, whose requests may take so long each.
func newClient(c Cloud, credential azcore.TokenCredential, transport http.RoundTripper, limit time.Duration) (*client, error) {
	endpoint, err := url.Parse(c.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("reading the address of the cloud %s: %w", c.Name, err)
	}
	g := &guard{endpoint: endpoint}
	options := policy.ClientOptions{DisableRPRegistration: true, ClientOptions: clientOptions(c, transport, g, limit)}
	pipeline, err := runtime.NewPipeline("autorepair", "v1.0.0", credential, azruntime.PipelineOptions{}, &options)
	if err != nil {
		return nil, fmt.Errorf("preparing the requests to Azure: %w", err)
	}
	return &client{endpoint: c.Endpoint, guard: g, pipeline: pipeline}, nil
}

// clientOptions are what all clients have in common.
func clientOptions(c Cloud, transport http.RoundTripper, g *guard, limit time.Duration) azpolicy.ClientOptions {
	return azpolicy.ClientOptions{
		Cloud: c.configuration(), Transport: bounded(transport), PerCallPolicies: []azpolicy.Policy{g},
		Retry:     azpolicy.RetryOptions{MaxRetries: 1, TryTimeout: limit, MaxRetryDelay: maxPause},
		Telemetry: azpolicy.TelemetryOptions{ApplicationID: "kubectl-autorepair"},
	}
}

// get reads one answer. The error is a refusal, or why there is no answer.
func (c *client) get(ctx context.Context, address string) ([]byte, error) {
	r, err := azruntime.NewRequest(ctx, http.MethodGet, address)
	if err != nil {
		return nil, fmt.Errorf("the address of a request to Azure is not valid: %w", err)
	}
	r.Raw().Header.Set("Accept", "application/json")
	response, err := c.pipeline.Do(r)
	if err != nil {
		return nil, err //nolint:wrapcheck // gapOf says what it is
	}
	defer func() { _ = response.Body.Close() }() // it was read, or is not wanted
	body, err := io.ReadAll(response.Body)
	switch {
	case response.StatusCode != http.StatusOK:
		return nil, newRefusal(response, body)
	case err != nil:
		return nil, err //nolint:wrapcheck // gapOf says what it is
	}
	return body, nil
}

// read reads an answer with all its pages. With an error it returns those before it.
func (c *client) read(ctx context.Context, path string) ([][]byte, error) {
	var pages [][]byte
	err := c.each(ctx, path, func(page []byte) { pages = append(pages, page) })
	return pages, err
}

// each hands over the pages of an answer, one after the other. With an error those before it were handed over.
func (c *client) each(ctx context.Context, path string, take func(page []byte)) error {
	count := 0
	for next := c.endpoint + path; next != ""; count++ {
		if count == maxPages {
			return fmt.Errorf("only the first %d pages are read", maxPages)
		}
		body, err := c.get(ctx, next)
		if err != nil {
			return err
		}
		var page struct {
			NextLink string `json:"nextLink"`
		}
		if err := json.Unmarshal(body, &page); err != nil {
			return fmt.Errorf("the answer is no JSON: %w", err)
		}
		take(body)
		next = strings.ReplaceAll(page.NextLink, " ", "%20")
	}
	return nil
}
