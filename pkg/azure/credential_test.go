package azure

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	azruntime "github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// counted is a way to sign in that counts how often it was asked.
type counted struct {
	err   error
	asked int
}

func (c *counted) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if c.asked++; c.err != nil {
		return azcore.AccessToken{}, c.err
	}
	return azcore.AccessToken{Token: "t", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func (c *counted) source(name string) source {
	return source{name, func() (azcore.TokenCredential, error) { return c, nil }, 0}
}

func TestTheFirstWayThatHasATokenIsUsed(t *testing.T) {
	no, yes, never := &counted{err: errors.New("executable not found on path")}, &counted{}, &counted{}
	c := &chain{sources: []source{no.source(cliName), {"environment", func() (azcore.TokenCredential, error) { return nil, errors.New("missing AZURE_TENANT_ID") }, 0}, yes.source("workload identity"), never.source("managed identity")}}
	for range 3 {
		if token, err := c.GetToken(t.Context(), policy.TokenRequestOptions{}); err != nil || token.Token != "t" {
			t.Fatal(token, err)
		}
	}
	if no.asked != 1 || yes.asked != 1 || never.asked != 0 || c.kind() != "workload identity" {
		t.Errorf("asked %d, %d, %d times, as %s", no.asked, yes.asked, never.asked, c.kind())
	}
}

// Another audience needs another token, of the same way.
func TestATokenIsOfOneAudience(t *testing.T) {
	no, yes, never := &counted{err: errors.New("executable not found on path")}, &counted{}, &counted{}
	c := &chain{sources: []source{no.source(cliName), yes.source("environment"), never.source("managed identity")}}
	for _, audience := range []string{"https://management.azure.com/.default", "https://api.loganalytics.io/.default", "https://management.azure.com/.default"} {
		if _, err := c.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{audience}}); err != nil {
			t.Fatal(err)
		}
	}
	yes.err = errors.New("expired")
	if _, err := c.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"another"}}); err == nil || no.asked != 1 || yes.asked != 3 || never.asked != 0 {
		t.Errorf("%v, asked %d, %d, %d times", err, no.asked, yes.asked, never.asked)
	}
}

// waiting is a way that does not answer.
type waiting struct{}

func (waiting) GetToken(ctx context.Context, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
	<-ctx.Done()
	return azcore.AccessToken{}, ctx.Err()
}

// A way that does not answer within its limit is none; with the limit of all of it, signing in took too long.
func TestAWayThatDoesNotAnswer(t *testing.T) {
	yes := &counted{}
	c := &chain{sources: []source{{"managed identity", func() (azcore.TokenCredential, error) { return waiting{}, nil }, time.Millisecond}, yes.source("environment")}}
	if _, err := c.GetToken(t.Context(), policy.TokenRequestOptions{}); err != nil || c.kind() != "environment" {
		t.Errorf("%v, as %s", err, c.kind())
	}
	over, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	c = &chain{sources: []source{{"managed identity", func() (azcore.TokenCredential, error) { return waiting{}, nil }, 0}, yes.source("environment")}}
	var slow *noCredentialError
	if _, err := c.GetToken(over, policy.TokenRequestOptions{}); !errors.As(err, &slow) || !strings.Contains(slow.action, "--azure-timeout") || yes.asked != 1 {
		t.Errorf("%v, asked %d times", err, yes.asked)
	}
}

// What the SDK says can have what a server answered: it is not shown.
func TestWhyThereIsNoCredential(t *testing.T) {
	for text, want := range map[string]string{
		"AzureCLICredential: executable not found on path":                              "not installed",
		"AzureCLICredential: ERROR: Please run 'az login' to setup account. zebra":      "not signed in",
		"AzureCLICredential: ERROR: Subscription 'zebra' not found. Check the spelling": "does not have the subscription",
		"AzureCLICredential: ERROR: zebra":                                              "has no token",
	} {
		c := &chain{sources: []source{(&counted{err: errors.New(text)}).source(cliName), (&counted{err: errors.New("zebra")}).source("managed identity")}}
		_, err := c.GetToken(t.Context(), policy.TokenRequestOptions{})
		reason, action := (&Enricher{}).sentences(err)
		if !strings.Contains(reason, want) || action == "" || strings.Contains(reason+action, "zebra") {
			t.Errorf("%s: %s %s", text, reason, action)
		}
	}
}

// The Azure CLI is a program on PATH, and is asked for the subscription of the nodes.
func TestTheAzureCLIIsAsked(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // the program of this test is a shell script
	}
	dir := t.TempDir()
	script := "#!/bin/sh\necho \"$@\" >> " + dir + "/asked\necho '{\"accessToken\":\"t\",\"expires_on\":4102444800,\"tokenType\":\"Bearer\"}'\n"
	if err := os.WriteFile(filepath.Join(dir, "az"), []byte(script), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	c := newChain(builtIn[0].Cloud, "0b1f6471-1bf0-4dda-aec3-cb9272f09590", func(string) string { return "" })
	for range 2 {
		token, err := c.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{builtIn[0].Audience + "/.default"}})
		if err != nil || token.Token != "t" || c.kind() != cliName {
			t.Fatal(token, err)
		}
	}
	asked, err := os.ReadFile(filepath.Join(dir, "asked"))
	if text := string(asked); err != nil || strings.Count(text, "\n") != 1 || !strings.Contains(text, "0b1f6471-1bf0-4dda-aec3-cb9272f09590") || !strings.Contains(text, builtIn[0].Audience) {
		t.Errorf("az was asked %q, %v", asked, err)
	}
}

// transport is a network that notes what is sent.
type transport struct{ sent []string }

func (n *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	n.sent = append(n.sent, r.Method+" "+r.URL.String())
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// Whatever calls the pipeline, only questions to the one host leave it, and no token is fetched for others.
func TestThePipelineOnlyReads(t *testing.T) {
	network, credential := &transport{}, &counted{}
	c, err := newClient(builtIn[0].Cloud, credential, network, limits{tryTimeout, maxTotal})
	if err != nil {
		t.Fatal(err)
	}
	do := func(method, address string) error {
		r, err := azruntime.NewRequest(t.Context(), method, address)
		if err != nil {
			t.Fatal(err)
		}
		response, err := c.pipeline.Do(r)
		if err == nil {
			_ = response.Body.Close()
		}
		return err
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead} {
		if do(method, c.endpoint+"/x") == nil {
			t.Errorf("%s was sent", method)
		}
	}
	for _, address := range []string{"http://management.azure.com/x", "https://management.azure.com:8443/x", "https://evil.example/x", "https://management.azure.com.evil.example/x", "https://user@management.azure.com/x"} {
		if do(http.MethodGet, address) == nil {
			t.Errorf("%s was asked", address)
		}
	}
	if len(network.sent) > 0 || credential.asked > 0 {
		t.Errorf("sent %v with %d tokens", network.sent, credential.asked)
	}
	if err := do(http.MethodGet, c.endpoint+"/x"); err != nil || len(network.sent) != 1 {
		t.Errorf("%v, %v", network.sent, err)
	}
}

// A network that is not there is a sentence without the address that was asked for.
func TestTheSentenceOfANetworkThatIsNotThere(t *testing.T) {
	reason, action := (&Enricher{}).sentences(&url.Error{Op: "Get", URL: "https://zebra/?sig=1", Err: errors.New("connect: connection refused")})
	if reason != "Azure cannot be reached: connect: connection refused." || !strings.Contains(action, "HTTPS_PROXY") {
		t.Errorf("%s %s", reason, action)
	}
	if g := (&Enricher{}).unasked(errors.New("x")); g.Source != snapshot.SourceAzure || g.Reason != "X." {
		t.Errorf("the gap is %+v", g)
	}
}
