package cluster

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// failure describes a failed read in sentences.
type failure struct {
	request request
	// reason and action are sentences with full stops.
	reason, action string
	err            error
}

func (f *failure) Error() string {
	return fmt.Sprintf("cannot %s. %s %s", f.request, f.reason, f.action)
}

func (f *failure) Unwrap() error { return f.err }

// gap returns the gap that a failed read leaves.
func (f *failure) gap(subject string) snapshot.Gap {
	return snapshot.Gap{Source: f.request.source(), Subjects: []string{subject}, Reason: f.reason, Action: f.action}
}

// gapsOfFailures returns the gaps of failed reads, in their order. Reads that failed for the
// same reason share a gap.
func gapsOfFailures(failures []*failure) []snapshot.Gap {
	var gaps []snapshot.Gap
	for _, f := range failures {
		gaps = f.gap(f.request.subject()).AddTo(gaps)
	}
	return gaps
}

// source returns the part of a snapshot that a request is for.
func (r request) source() snapshot.GapSource {
	switch r.resource {
	case "pods", "poddisruptionbudgets":
		return snapshot.SourcePods
	default:
		return snapshot.GapSource(r.resource)
	}
}

// target names the API server for the user.
type target struct {
	// context is empty without a kubeconfig.
	context string
	server  string
	// timeout is what --request-timeout says; 0 is no limit.
	timeout time.Duration
}

// origin returns the origin of what is read.
func (t target) origin() snapshot.Origin {
	return snapshot.Origin{Context: t.context, Server: t.server}
}

func (t target) String() string { return t.origin().String() }

// explain returns why a request failed and what to do about it.
func (t target) explain(r request, err error) *failure {
	f := &failure{request: r, err: err}
	var page *unexpectedAnswer
	var ours *unsendable
	var over *bounds.Error
	var status apierrors.APIStatus
	switch {
	case errors.As(err, &over) && !over.Timeout():
		f.reason, f.action = fmt.Sprintf("T%s.", strings.TrimPrefix(over.Error(), "t")), t.impostorAction()
	case errors.As(err, &ours):
		f.reason = fmt.Sprintf("No such request can be made: %s.", snapshot.OneLine(ours.Error()))
		f.action = "Check the spelling of the name."
	case errors.As(err, &page):
		f.reason = fmt.Sprintf("The answer is %s, not what Kubernetes sends.", page.what)
		f.action = t.impostorAction()
	case errors.As(err, &status):
		f.reason, f.action = t.explainStatus(r, status.Status())
	default:
		f.reason, f.action = t.explainNetwork(err)
	}
	return f
}

// explainStatus is explain for an answer with an error status.
func (t target) explainStatus(r request, s metav1.Status) (reason, action string) {
	code := int(s.Code)
	label := fmt.Sprintf("%d %s", code, http.StatusText(code))
	switch {
	case isWebPage(statusText(s)):
		return fmt.Sprintf("The answer is a web page (%s), not what Kubernetes sends.", label), t.impostorAction()
	case code == http.StatusUnauthorized:
		return fmt.Sprintf("The credentials for %s were not accepted (%s).", t, label),
			`They are wrong or have expired: log in again, for example with "az aks get-credentials" or "kubelogin".`
	case code == http.StatusForbidden:
		return fmt.Sprintf("The server refuses it (%s)%s.", label, serverText(s)), missingPermission(r)
	case code == http.StatusNotFound:
		return fmt.Sprintf("The server does not know this path (%s).", label),
			fmt.Sprintf("Check that %s is the address of a Kubernetes API server.", t)
	case code == http.StatusGone:
		return fmt.Sprintf("The list expired at the server while it was read, several times over (%s).", label),
			"Run the command again."
	case code == http.StatusTooManyRequests:
		wait := "a minute"
		if s.Details != nil && s.Details.RetryAfterSeconds > 60 {
			wait = (time.Duration(s.Details.RetryAfterSeconds) * time.Second).String() + ", as the server asks"
		}
		return fmt.Sprintf("The server is overloaded and kept refusing the request (%s).", label),
			fmt.Sprintf("Run the command again in %s.", wait)
	case code >= http.StatusMultipleChoices && code < http.StatusBadRequest:
		return fmt.Sprintf("The answer is a redirect (%s), which is not followed.", label), t.impostorAction()
	case code >= http.StatusInternalServerError:
		return fmt.Sprintf("The server failed (%s)%s.", label, serverText(s)),
			`Run the command again; if it stays, ask the server with "kubectl get --raw '/readyz?verbose'".`
	default:
		return fmt.Sprintf("The server answered %s%s.", label, serverText(s)),
			fmt.Sprintf("Check that %s is the address of a Kubernetes API server.", t)
	}
}

// serverText returns the server's own message, to stand before a full stop: ": text". It leaves
// out the text that client-go inserts for an empty message.
func serverText(s metav1.Status) string {
	text := strings.TrimSuffix(snapshot.OneLine(statusText(s)), ".")
	if text == "" || text == "unknown" {
		return ""
	}
	return ": " + text
}

// statusText returns the body of an answer that is not a Status, or the message of one.
func statusText(s metav1.Status) string {
	if s.Details != nil {
		for _, cause := range s.Details.Causes {
			if cause.Type == metav1.CauseTypeUnexpectedServerResponse {
				return cause.Message
			}
		}
	}
	return s.Message
}

func isWebPage(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, "<html") || strings.Contains(text, "<!doctype")
}
