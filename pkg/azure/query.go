package azure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	azpolicy "github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	azruntime "github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/monitor/query/azlogs"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
)

// logsClient sends queries of one scope and one time to Log Analytics.
type logsClient struct {
	guard  *guard
	client *azlogs.Client
	cloud  Cloud
	scope  logs.Scope
	time   azlogs.TimeInterval
	// prefer is the header that says what an answer is to have, and how long it may take.
	prefer string
}

// newLogsClient returns a client. It asks for no longer than a limit.
func newLogsClient(c Cloud, s logs.Scope, timespan string, credential azcore.TokenCredential, t http.RoundTripper, limit time.Duration) (*logsClient, error) {
	if err := c.hasLogs(); err != nil {
		return nil, err
	}
	endpoint, err := url.Parse(c.Logs)
	if err != nil {
		return nil, fmt.Errorf("reading the address of Log Analytics of the cloud %s: %w", c.Name, err)
	}
	g := &guard{endpoint: endpoint, query: endpoint.EscapedPath() + "/v1" + s.Path()}
	options := clientOptions(c, t, g, limits{limit, maxPast})
	options.Retry.StatusCodes = []int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable}
	client, err := azlogs.NewClient(credential, &azlogs.ClientOptions{ClientOptions: options})
	if err != nil {
		return nil, fmt.Errorf("preparing the queries of Log Analytics: %w", err)
	}
	return &logsClient{g, client, c, s, azlogs.TimeInterval(timespan), fmt.Sprintf("include-permissions=true,wait=%d", max(1, limit/time.Second))}, nil
}

// ask sends a query. With an error, the result has the rows that were answered all the same.
func (l *logsClient) ask(ctx context.Context, q logs.Query) (logs.Result, error) {
	var response *http.Response
	ctx = azpolicy.WithHTTPHeader(azpolicy.WithCaptureResponse(ctx, &response), http.Header{"Prefer": {l.prefer}})
	body := azlogs.QueryBody{Query: &q.Text, Timespan: &l.time}
	var results azlogs.QueryResults
	var err error
	if l.scope.Workspace != "" {
		var answer azlogs.QueryWorkspaceResponse
		answer, err = l.client.QueryWorkspace(ctx, l.scope.Workspace, body, nil)
		results = answer.QueryResults
	} else {
		var answer azlogs.QueryResourceResponse
		resource := strings.TrimSuffix(strings.TrimPrefix(l.scope.Path(), "/"), "/query")
		answer, err = l.client.QueryResource(ctx, resource, body, nil)
		results = answer.QueryResults
	}
	var refused *azcore.ResponseError
	switch {
	case errors.As(err, &refused) && refused.StatusCode == http.StatusNoContent:
		return logs.Result{}, nil // a workspace that has nothing
	case errors.As(err, &refused):
		text, _ := azruntime.Payload(refused.RawResponse) // it was read already
		return logs.Result{}, newLogsRefusal(refused.RawResponse, text, l)
	case response == nil:
		return logs.Result{}, err //nolint:wrapcheck // sentences says what it is
	}
	switch text, unread := azruntime.Payload(response); { // it was read already, if it can be
	case err != nil && unread == nil && response.StatusCode == http.StatusOK:
		return logs.Result{}, errForeign
	case err != nil:
		return logs.Result{}, err //nolint:wrapcheck // sentences says what it is
	default:
		return l.result(&results, text)
	}
}

// errForeign is for an answer that is none of Log Analytics, errEmpty for one without a table.
var (
	errForeign = errors.New("the answer is none of Log Analytics: it cannot be read as JSON, and may be that of a proxy")
	errEmpty   = errors.New("the answer of Log Analytics has no table: a proxy may have changed the request")
)

// result is the first table of an answer.
func (l *logsClient) result(read *azlogs.QueryResults, text []byte) (logs.Result, error) {
	if len(read.Tables) == 0 && read.Error == nil {
		return logs.Result{}, errEmpty
	}
	var r logs.Result
	if len(read.Tables) > 0 {
		t := &read.Tables[0]
		for _, c := range t.Columns {
			name := ""
			if c.Name != nil {
				name = *c.Name
			}
			r.Columns = append(r.Columns, name)
		}
		r.Rows = make([][]any, len(t.Rows))
		for i, row := range t.Rows {
			r.Rows[i] = row
		}
	}
	if denied := deniedTables(text); len(denied) > 0 {
		return r, &deniedError{denied}
	}
	if read.Error != nil {
		return r, newPartialError([]byte(read.Error.Error()))
	}
	return r, nil
}

// deniedTables returns the tables that the credential may not read. Their rows are left out without an error; an
// answer has them where it was asked to.
// Source: https://learn.microsoft.com/azure/azure-monitor/logs/api/azure-resource-queries
func deniedTables(text []byte) []string {
	if !bytes.Contains(text, []byte(`"denyTables"`)) {
		return nil
	}
	type place struct{ DenyTables []string }
	var read struct {
		Permissions struct{ Resources, DataSources []place }
	}
	if json.Unmarshal(text, &read) != nil {
		return nil
	}
	var all []string
	for _, p := range append(read.Permissions.Resources, read.Permissions.DataSources...) {
		all = append(all, p.DenyTables...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
