package azure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/console"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// maxConsole is how many bytes of a serial log are kept: its end.
const maxConsole = 1 << 20

// consoles reads the serial logs of the VMs of nodes that are named: Azure is asked for their addresses by the only POST that
// there is, and storage for the log itself, without the credential.
func (e *Enricher) consoles(ctx context.Context, c *client, cloud Cloud, g *group, names []string, known []snapshot.Fact) (found result) {
	for i := range g.targets {
		t := &g.targets[i]
		gone := func(f snapshot.Fact) bool {
			return f.Node == t.node.Name && f.Source == answers.SourceVM && f.Type == "Exists" && f.Status == "False"
		}
		if !slices.Contains(names, t.node.Name) || slices.ContainsFunc(known, gone) {
			continue
		}
		text, err := e.serialLog(ctx, c, cloud, g.diagnosticsPath(t))
		if err != nil {
			found.gaps = append(found.gaps, e.lack("the serial log of "+t.node.Name, err))
			continue
		}
		found.facts = append(found.facts, console.Facts(t.node.Name, text)...)
	}
	return found
}

// diagnosticsPath is where the addresses of a VM's boot diagnostics are asked for.
func (g *group) diagnosticsPath(t *target) string {
	return g.path(t.resource(t.vm.ScaleSet)+"/retrieveBootDiagnosticsData", versionCompute)
}

// errNotAsked is for a node that is named, and that Azure is not asked about.
var errNotAsked = errors.New("it is read of nodes that are not Ready, and whose provider ID shows the VM")

// has says whether a node of the group is asked about.
func (g *group) has(name string) bool {
	return slices.ContainsFunc(g.targets, func(t target) bool { return t.node.Name == name })
}

// errNoConsole is for an answer without the address of a log.
var errNoConsole = errors.New("azure has no serial log of the VM: its boot diagnostics are off, or they are in a storage account of your own")

// serialLog returns the end of a serial log.
func (e *Enricher) serialLog(ctx context.Context, c *client, cloud Cloud, path string) (string, error) {
	c.guard.diagnostics.Store(path, true)
	body, err := c.send(ctx, http.MethodPost, c.endpoint+path)
	if err != nil {
		var refused *refusal
		if errors.As(err, &refused) {
			refused.console = true
		}
		return "", err
	}
	var read struct{ SerialConsoleLogBlobURI string }
	if json.Unmarshal(body, &read) != nil || read.SerialConsoleLogBlobURI == "" {
		return "", errNoConsole
	}
	address, err := url.Parse(read.SerialConsoleLogBlobURI)
	if err != nil || !cloud.stores(address) {
		return "", errors.New("the address of the serial log that Azure answers is not that of a blob of the cloud, and is not asked") // the address is a secret
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return "", errors.New("the address of the serial log that Azure answers is not valid")
	}
	web := &http.Client{Transport: &bounded{RoundTripper: e.transport(), total: maxTotal}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := web.Do(r)
	if err != nil {
		return "", err //nolint:wrapcheck // sentences says what it is, without the address
	}
	defer func() { _ = response.Body.Close() }() // it was read, or is not wanted
	if response.StatusCode != http.StatusOK {
		return "", &blobError{response.StatusCode}
	}
	return tail(response.Body)
}

// tail returns the end of a text.
func tail(r io.Reader) (string, error) {
	var kept []byte
	part := make([]byte, 64<<10)
	for {
		n, err := r.Read(part)
		if kept = append(kept, part[:n]...); len(kept) > 2*maxConsole {
			kept = slices.Clone(kept[len(kept)-maxConsole:])
		}
		switch {
		case errors.Is(err, io.EOF):
			return string(kept[max(0, len(kept)-maxConsole):]), nil
		case err != nil:
			return "", err //nolint:wrapcheck // sentences says what it is
		}
	}
}

// blobError is an answer of storage that is no success. What it says is not shown: it can have parts of the address.
type blobError struct{ status int }

// Error is why there is no log, in a sentence.
func (e *blobError) Error() string {
	if e.status/100 == 3 {
		return "Azure's storage sends the request to another address, which is not followed."
	}
	return fmt.Sprintf("Azure's storage answers %d %s for the log.", e.status, http.StatusText(e.status))
}

// action is what to do about it.
func (e *blobError) action() string {
	if e.status == http.StatusForbidden || e.status == http.StatusNotFound {
		return "Run the command again: the address of the log is valid for a short time."
	}
	return ""
}

// stores says whether an address is that of a blob of the cloud.
// Source: https://learn.microsoft.com/azure/storage/common/storage-account-overview
func (c Cloud) stores(u *url.URL) bool {
	if u.Scheme != "https" || u.User != nil {
		return false
	}
	host := strings.ToLower(u.Host)
	if c.Own && host != "" && host == c.Storage {
		return true // it has no name for each account
	}
	account, ok := strings.CutSuffix(host, ".blob."+c.Storage)
	if c.Storage == "core.windows.net" && !ok {
		account, ok = strings.CutSuffix(host, ".blob.storage.azure.net")
	}
	return ok && account != "" && c.Storage != "" && !strings.ContainsAny(account, ":/@")
}
