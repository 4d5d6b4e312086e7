package azure

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// source is one way to sign in. It is made when it is its turn: to make one can fail.
type source struct {
	name string
	make func() (azcore.TokenCredential, error)
}

// chain tries the ways to sign in one after the other, and stays with the first that has a token.
type chain struct {
	sources []source
	mutex   sync.Mutex
	chosen  azcore.TokenCredential
	name    string
	token   azcore.AccessToken
}

// newChain returns the ways to sign in. What a person has is first; managed identity is last, because looking for
// it takes a second and on a shared host it is somebody else's. A browser is never opened.
func newChain(c Cloud, subscription string, getenv func(string) string) *chain {
	client := azcore.ClientOptions{Cloud: c.configuration()}
	if named := getenv("AZURE_TOKEN_CREDENTIALS"); named != "" {
		return &chain{sources: []source{{"AZURE_TOKEN_CREDENTIALS=" + named, func() (azcore.TokenCredential, error) {
			return azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{ClientOptions: client, DisableInstanceDiscovery: c.Own})
		}}}}
	}
	return &chain{sources: []source{
		{cliName, func() (azcore.TokenCredential, error) {
			return azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{Subscription: subscription})
		}},
		{"Azure Developer CLI", func() (azcore.TokenCredential, error) { return azidentity.NewAzureDeveloperCLICredential(nil) }},
		{"environment", func() (azcore.TokenCredential, error) {
			return azidentity.NewEnvironmentCredential(&azidentity.EnvironmentCredentialOptions{ClientOptions: client, DisableInstanceDiscovery: c.Own})
		}},
		{"workload identity", func() (azcore.TokenCredential, error) {
			return azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{ClientOptions: client, DisableInstanceDiscovery: c.Own})
		}},
		{"managed identity", func() (azcore.TokenCredential, error) {
			identity, err := azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{ClientOptions: client})
			if err != nil {
				return nil, err //nolint:wrapcheck // unavailable says what it is
			}
			// Within a chain it looks first whether there is one, for a second, and not for minutes.
			return azidentity.NewChainedTokenCredential([]azcore.TokenCredential{identity}, nil)
		}},
	}}
}

const cliName = "Azure CLI"

// GetToken returns a token of the first way that has one, and then that token again: each run of az takes half
// a second. The error is a noCredentialError.
func (c *chain) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.token.Token != "" {
		return c.token, nil
	}
	var none noCredentialError
	for _, s := range c.sources {
		credential, err := s.make()
		if err == nil {
			c.token, err = credential.GetToken(ctx, o)
		}
		if err == nil {
			c.chosen, c.name = credential, s.name
			return c.token, nil
		}
		if ctx.Err() != nil {
			return azcore.AccessToken{}, ctx.Err() //nolint:wrapcheck // the limit is over
		}
		none.add(s.name, err)
	}
	return azcore.AccessToken{}, &none
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
	case strings.Contains(text, "executable not found"), strings.Contains(text, "not found on path"):
		if name == cliName {
			e.reason, e.action = "The Azure CLI is not installed.", `Install az and sign in with "az login".`
		}
	case strings.Contains(text, "az login"):
		e.reason, e.action = "The Azure CLI is not signed in.", `Sign in with "az login".`
	case name == cliName && strings.Contains(text, "Subscription"):
		e.reason, e.action = "The account of the Azure CLI does not have the subscription of the nodes.", `Sign in with "az login" as one that has it.`
	case name == cliName:
		e.reason, e.action = "The Azure CLI has no token.", `Look at what "az account get-access-token" says.`
	case errors.As(err, &failed):
		e.failed = append(e.failed, name)
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
