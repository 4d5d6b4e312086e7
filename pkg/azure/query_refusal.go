package azure

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
)

// needsRole is what to do where something is not permitted.
const needsRole = `"kubectl autorepair rbac history --azure" prints the role that is needed.`

// logsRefusal is an answer of Log Analytics that is no success.
type logsRefusal struct {
	refusal
	// codes are those of the error, the outermost first; message is the innermost one.
	codes []string
	// throughARM is the address of the same query at Azure Resource Manager.
	throughARM string
}

// logsError is an error as the service nests it.
// Source: https://learn.microsoft.com/azure/azure-monitor/logs/api/errors
type logsError struct {
	Code, Message string
	InnerError    *logsError
	Details       []logsError
}

// unfold returns the codes of an error, and its innermost message.
func (e *logsError) unfold() (codes []string, message string) {
	for depth := 0; e != nil && depth < 10; depth++ {
		if e.Code != "" {
			codes = append(codes, e.Code)
		}
		message = cmp.Or(e.Message, message)
		next := e.InnerError
		if next == nil && len(e.Details) > 0 {
			next = &e.Details[0]
		}
		e = next
	}
	return codes, scrub.Text(message)
}

func newLogsRefusal(response *http.Response, body []byte, l *logsClient) error {
	r := &logsRefusal{refusal: *newRefusal(response, body)}
	var read struct{ Error *logsError }
	_ = json.Unmarshal(body, &read) // what is no JSON says nothing
	if codes, message := read.Error.unfold(); len(codes) > 0 {
		r.codes, r.code, r.message = codes, codes[len(codes)-1], message
	}
	r.throughARM = l.cloud.Endpoint + l.scope.Cluster + "/providers/microsoft.insights/logs?api-version=2018-03-01-preview"
	return r
}

// unresolved says whether the answer is that there is no such table.
func (r *logsRefusal) unresolved() bool {
	return r.status == http.StatusBadRequest && slices.Contains(r.codes, "SemanticError") && strings.Contains(strings.ToLower(r.message), "resolve")
}

// secret says whether the answer is that a service principal with a secret of its own is not accepted here.
func (r *logsRefusal) secret() bool {
	return r.status == http.StatusForbidden && slices.Contains(r.codes, "UnauthorizedClient")
}

// Error is why there is no answer, in sentences.
func (r *logsRefusal) Error() string {
	switch {
	case r.secret():
		return "Log Analytics does not accept a service principal with a secret or a certificate of its own at this address."
	case r.status == http.StatusForbidden:
		return "Azure does not permit to read the logs" + r.detail()
	case r.status == http.StatusNotFound:
		return "Log Analytics does not know what was asked about" + r.detail()
	case r.status == http.StatusGatewayTimeout:
		return "Log Analytics took longer than it is given for a query."
	default:
		return r.refusal.Error()
	}
}

// action is what to do about it.
func (r *logsRefusal) action() string {
	switch {
	case r.secret():
		return `Ask through Azure Resource Manager instead: "kubectl autorepair history --print-query" prints the requests; send them to ` + r.throughARM + "."
	case r.status == http.StatusForbidden:
		return needsRole
	case r.status == http.StatusNotFound:
		return "Look at --cluster-id and --workspace, and which subscriptions the credential has."
	case r.status == http.StatusGatewayTimeout:
		return logs.Shorter
	default:
		return r.refusal.action()
	}
}

// partialError is for an answer that says of itself that it is not whole.
type partialError struct {
	codes   []string
	message string
}

func newPartialError(text []byte) error {
	var read logsError
	_ = json.Unmarshal(text, &read) // what is no JSON says nothing
	codes, message := read.unfold()
	return &partialError{codes, message}
}

// Error is what is missing, in a sentence.
func (e *partialError) Error() string {
	text := strings.TrimSuffix(strings.Trim(strings.Join(e.codes, ", ")+": "+e.message, ": "), ".")
	return "Log Analytics answered only a part: " + cmp.Or(text, "it does not say why") + "."
}

func (e *partialError) action() string { return logs.Shorter }

// deniedError is for tables whose rows are left out.
type deniedError struct{ tables []string }

// Error is what is missing, in a sentence.
func (e *deniedError) Error() string {
	return "Azure does not permit to read " + scrub.Text(strings.Join(e.tables, ", ")) + ", and leaves the rows out."
}

// has says whether a table is one of them.
func (e *deniedError) has(name history.SourceName) bool {
	return slices.ContainsFunc(e.tables, func(table string) bool { return strings.EqualFold(table, string(name)) })
}

func (e *deniedError) action() string {
	return needsRole
}
