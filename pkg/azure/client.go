package azure

import (
	"context"
	"encoding/json"
	"errors"
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

// limits are for the requests of one client: how long each may take, and how many bytes all answers may have.
type limits struct {
	try   time.Duration
	total int64
}

// limitsOf returns limits for requests that may take so long together: two tries use it up.
func limitsOf(all time.Duration, total int64) limits { return limits{max(tryTimeout, all/2), total} }

// client asks one cloud with one credential.
type client struct {
	endpoint string
	guard    *guard
	pipeline azruntime.Pipeline
}

// newClient returns a client of Azure Resource Manager, within limits.
func newClient(c Cloud, credential azcore.TokenCredential, transport http.RoundTripper, limit limits) (*client, error) {
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
func clientOptions(c Cloud, transport http.RoundTripper, g *guard, limit limits) azpolicy.ClientOptions {
	web := &http.Client{Transport: &bounded{RoundTripper: transport, total: limit.total}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return azpolicy.ClientOptions{
		Cloud: c.configuration(), Transport: web, PerCallPolicies: []azpolicy.Policy{g},
		Retry:     azpolicy.RetryOptions{MaxRetries: 1, TryTimeout: limit.try, MaxRetryDelay: maxPause},
		Telemetry: azpolicy.TelemetryOptions{ApplicationID: "kubectl-autorepair"},
	}
}

// get reads one answer. The error is a refusal, or why there is no answer.
func (c *client) get(ctx context.Context, address string) ([]byte, error) {
	return c.send(ctx, http.MethodGet, address)
}

// send sends a request without a body, and reads its answer as get does.
func (c *client) send(ctx context.Context, method, address string) ([]byte, error) {
	r, err := azruntime.NewRequest(ctx, method, address)
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

// read reads an answer with all its pages: a list, or one thing. With an error it returns those before it.
func (c *client) read(ctx context.Context, path string, list bool) ([][]byte, error) {
	var pages [][]byte
	err := c.each(ctx, path, list, func(page []byte) { pages = append(pages, page) })
	return pages, err
}

// each hands over the pages of an answer, one after the other: a list, or one thing. With an error those before it were
// handed over.
func (c *client) each(ctx context.Context, path string, list bool, take func(page []byte)) error {
	read := map[string]bool{}
	for next := c.endpoint + path; next != ""; {
		switch {
		case len(read) == maxPages:
			return fmt.Errorf("only the first %d pages are read", maxPages)
		case read[next]:
			return errors.New("its pages lead back to one that was read")
		}
		read[next] = true
		body, err := c.get(ctx, next)
		if err != nil {
			return err
		}
		link, err := check(body, list)
		if err != nil {
			return err
		}
		take(body)
		next = strings.ReplaceAll(link, " ", "%20")
	}
	return nil
}

// check returns the address of the page after an answer. The error says why it is none: what is no list shows nothing of what
// it does not have.
func check(body []byte, list bool) (next string, err error) {
	var page struct {
		ID       string            `json:"id"`
		Value    []json.RawMessage `json:"value"`
		NextLink string            `json:"nextLink"`
	}
	var syntax *json.SyntaxError
	switch err := json.Unmarshal(body, &page); {
	case errors.As(err, &syntax):
		return "", fmt.Errorf("the answer is no JSON: %w", err)
	case err != nil:
		return "", fmt.Errorf("the answer is not what Azure writes: %w", err)
	}
	foreign := errors.New("the answer is not what Azure writes: it has no list")
	switch {
	case !list && page.ID == "":
		return "", errors.New("the answer is not what Azure writes: it has no ID")
	case list && page.Value == nil:
		return "", foreign
	}
	for _, entry := range page.Value {
		if list && entry[0] != '{' {
			return "", foreign
		}
	}
	return page.NextLink, nil
}
