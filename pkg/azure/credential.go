package azure

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// source is one way to sign in. It is made when it is its turn: to make one can fail.
type source struct {
	name string
	make func() (azcore.TokenCredential, error)
	// limit is how long it may take; 0 is as long as all of it may.
	limit time.Duration
}

// identityLimit is how long to look for a managed identity: where there is none, nothing answers.
const identityLimit = 2 * time.Second

// token makes the credential, and gets a token of it.
func (s source) token(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	credential, err := s.make()
	if err != nil {
		return azcore.AccessToken{}, err
	}
	if s.limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.limit)
		defer cancel()
	}
	return credential.GetToken(ctx, o) //nolint:wrapcheck // add says what it is
}

// chain tries the ways to sign in one after the other, and stays with the first that has a token.
type chain struct {
	sources []source
	mutex   sync.Mutex
	name    string
	// tokens are those of the audiences that were asked for.
	tokens map[string]azcore.AccessToken
}

// newChain returns the ways to sign in. What a person has is first; managed identity is last, because looking for
// it takes a second and on a shared host it is somebody else's. A browser is never opened.
func newChain(c Cloud, subscription string, getenv func(string) string) *chain {
	client := azcore.ClientOptions{Cloud: c.configuration()}
	if named := getenv("AZURE_TOKEN_CREDENTIALS"); named != "" {
		return &chain{sources: []source{{"AZURE_TOKEN_CREDENTIALS=" + named, func() (azcore.TokenCredential, error) {
			return azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{ClientOptions: client, DisableInstanceDiscovery: c.Own})
		}, 0}}}
	}
	return &chain{sources: []source{
		{cliName, func() (azcore.TokenCredential, error) {
			return azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{Subscription: subscription})
		}, 0},
		{"Azure Developer CLI", func() (azcore.TokenCredential, error) { return azidentity.NewAzureDeveloperCLICredential(nil) }, 0},
		{"environment", func() (azcore.TokenCredential, error) {
			return azidentity.NewEnvironmentCredential(&azidentity.EnvironmentCredentialOptions{ClientOptions: client, DisableInstanceDiscovery: c.Own})
		}, 0},
		{"workload identity", func() (azcore.TokenCredential, error) {
			return azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{ClientOptions: client, DisableInstanceDiscovery: c.Own})
		}, 0},
		{"managed identity", func() (azcore.TokenCredential, error) {
			return azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{ClientOptions: client})
		}, identityLimit},
	}}
}

const cliName = "Azure CLI"

// GetToken returns a token of the first way that has one, and then that token again: each run of az takes half
// a second. For another audience it is of the same way. The error is a noCredentialError.
func (c *chain) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	audience := strings.Join(o.Scopes, " ")
	if known, ok := c.tokens[audience]; ok {
		return known, nil
	}
	var none noCredentialError
	for _, s := range c.sources {
		if c.name != "" && s.name != c.name {
			continue
		}
		token, err := s.token(ctx, o)
		if err == nil {
			if c.tokens == nil {
				c.tokens = map[string]azcore.AccessToken{}
			}
			c.tokens[audience], c.name = token, s.name
			return token, nil
		}
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return azcore.AccessToken{}, &noCredentialError{reason: "Signing in to Azure took too long: there was no token by " + s.name + " in time.", action: "Give it longer with --azure-timeout."}
		}
		if ctx.Err() != nil {
			return azcore.AccessToken{}, ctx.Err() //nolint:wrapcheck // it was stopped
		}
		none.add(s.name, err)
	}
	return azcore.AccessToken{}, &none
}

// signIn gets the token before anything is asked, because az can take longer than one request may.
func (c *chain) signIn(ctx context.Context, audience string) error {
	_, err := c.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{audience + "/.default"}})
	return err
}

// kind is the way that had a token, empty before.
func (c *chain) kind() string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.name
}

// noCredentialError says that there is no way to sign in. The texts of the SDK do not get into it: they
// can quote what a server has answered.
type noCredentialError struct {
	reason, action string
	failed         []string
}

// add notes why a way did not work. What the Azure CLI lacks comes first, for that is what people use.
func (e *noCredentialError) add(name string, err error) {
	text := err.Error()
	var failed *azidentity.AuthenticationFailedError
	switch {
	case name != cliName:
		if errors.As(err, &failed) && failed.RawResponse != nil { // it is set up, and somebody said no
			e.failed = append(e.failed, name)
		}
	case strings.Contains(text, "not found on path"):
		e.reason, e.action = "The Azure CLI is not installed, and there is no other credential.", `Install az and sign in with "az login".`
	case strings.Contains(text, "az login"):
		e.reason, e.action = "The Azure CLI is not signed in.", `Sign in with "az login".`
	case strings.Contains(text, "Subscription"):
		e.reason, e.action = "The account of the Azure CLI does not have the subscription of the nodes.", `Sign in with "az login" as one that has it.`
	default:
		e.reason, e.action = "The Azure CLI has no token.", `Look at what "az account get-access-token" says.`
	}
	if e.reason == "" {
		e.reason, e.action = "No credential for Azure was found by "+name+".", `Sign in with "az login".`
	}
}

// Error is the reason, with the ways that are set up and failed.
func (e *noCredentialError) Error() string {
	if len(e.failed) > 0 {
		return e.reason + " Also refused: " + strings.Join(e.failed, ", ") + "."
	}
	return e.reason
}
