package arm

import (
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Tenant is that of the subscription.
const Tenant = "3f0c9f5e-7d11-4c35-9a2b-52f1c0a6d9e4"

// profiles makes the Azure CLI of Debian ask for the versions of the APIs that Debian has: its own newer ones it lacks.
const profiles = `try:
    import azure.cli.core.profiles._shared as s
    latest, R = s.AZURE_API_PROFILES['latest'], s.ResourceType
    c = latest[R.MGMT_COMPUTE]
    latest[R.MGMT_COMPUTE] = s.SDKProfile('2022-08-01', {k: ('2022-08-01' if v == '2022-11-01' else v) for k, v in c.profile.items() if k is not None})
    latest[R.MGMT_NETWORK] = '2022-07-01'
except Exception:
    pass
`

// SignIn signs the Azure CLI of this computer in to the server, as a managed identity does it, with settings of its own in a
// folder, and returns the environment with which it, and what runs it, asks the server.
func (s *Server) SignIn(t testing.TB, az string) (env []string) {
	t.Helper()
	dir := s.Settings(t)
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("sitecustomize.py", profiles)
	root := write("root.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})))
	env = []string{
		"AZURE_CONFIG_DIR=" + dir, "PYTHONPATH=" + dir, "REQUESTS_CA_BUNDLE=" + root, "MSI_ENDPOINT=" + s.URL + "/msi/token", "AZURE_CORE_COLLECT_TELEMETRY=no",
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir,
	}
	c := exec.CommandContext(t.Context(), az, "login", "--identity", "--output", "none")
	c.Env = env
	if text, err := c.CombinedOutput(); err != nil {
		t.Fatalf("az login: %v\n%s", err, text)
	}
	return env
}

// signIn answers what the Azure CLI asks to sign in.
func (s *Server) signIn(path string) (Reply, bool) {
	switch path {
	case "/msi/token":
		part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
		token := part(`{"typ":"JWT","alg":"none"}`) + "." + part(fmt.Sprintf(`{"tid":%q,"oid":"f409edeb-0000-4000-8000-ee9348ad91bb","exp":1999999999}`, Tenant)) + "." + part("sig")
		return Reply{Body: fmt.Sprintf(`{"access_token":%q,"expires_on":"1999999999","resource":"https://management.core.windows.net/","token_type":"Bearer","client_id":"da95e381-d7ab-4fdc-8047-2457909c723b"}`, token)}, true
	case "/subscriptions":
		return Reply{Body: fmt.Sprintf(`{"value":[{"id":"/subscriptions/%[1]s","subscriptionId":"%[1]s","tenantId":"%[2]s","displayName":"shop","state":"Enabled","subscriptionPolicies":{},"managedByTenants":[]}]}`, Subscription, Tenant)}, true
	case "/tenants":
		return Reply{Body: fmt.Sprintf(`{"value":[{"id":"/tenants/%[1]s","tenantId":"%[1]s","tenantCategory":"Home"}]}`, Tenant)}, true
	default:
		return Reply{}, strings.HasPrefix(path, "/msi/")
	}
}
