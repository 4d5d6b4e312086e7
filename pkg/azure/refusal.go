package azure

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// refusal is an answer of Azure that is no success.
type refusal struct {
	// console is true for what only --azure-console asks, which takes a right of its own.
	console       bool
	status        int
	code, message string
	// tenant is the one that a token has to be of, where the answer names it.
	tenant string
	// wait is for how many seconds nothing more is to be asked.
	wait string
}

var (
	// loginTenant is the tenant in the address to sign in at, which an answer about a wrong tenant names.
	loginTenant = lazy.Pattern(`(?i)login\.[a-z0-9.-]+/([0-9a-f]{8}-[0-9a-f-]{27})`)
	// missingAction is what a refusal for want of a role says.
	missingAction = lazy.Pattern(`(?i)perform action '([^']+)' over scope '([^']+)'`)
	// group is a scope down to the resource group, at which roles are assigned.
	groupScope = lazy.Pattern(`(?i)^/subscriptions/[^/]+(?:/resourceGroups/[^/]+)?`)
)

// newRefusal reads an answer. Errors have an envelope, or none and their names with capitals.
func newRefusal(response *http.Response, body []byte) *refusal {
	type text struct{ Code, Message string } // names are compared without regard to case
	var read struct {
		text
		Error text
	}
	_ = json.Unmarshal(body, &read) // what is no JSON says nothing
	r := &refusal{
		status: response.StatusCode, wait: response.Header.Get("Retry-After"),
		code: cmp.Or(read.Error.Code, read.Code), message: scrub.Text(cmp.Or(read.Error.Message, read.Message)),
	}
	if r.status == http.StatusUnauthorized {
		for _, s := range []string{r.message, response.Header.Get("WWW-Authenticate")} {
			if m := loginTenant().FindStringSubmatch(s); m != nil && r.tenant == "" {
				r.tenant = m[1]
			}
		}
	}
	return r
}

// Error is why there is no answer, in sentences.
func (r *refusal) Error() string {
	switch {
	case r.status == http.StatusUnauthorized && r.tenant != "":
		return "The credential is of another tenant than the subscription, which is of " + r.tenant + "."
	case r.status == http.StatusUnauthorized:
		return "Azure does not accept the credential" + r.detail()
	case r.status == http.StatusForbidden:
		return r.forbidden()
	case r.status == http.StatusTooManyRequests && r.wait != "":
		return "Azure has been asked too often; it answers again after " + r.wait + " seconds."
	case r.status == http.StatusTooManyRequests:
		return "Azure has been asked too often."
	case r.status/100 == 3:
		return "Azure sends the request to another address, which is not followed."
	default:
		return fmt.Sprintf("Azure answers %d %s%s", r.status, http.StatusText(r.status), r.detail())
	}
}

// forbidden names the action that is not permitted, and the group at which a role would permit it.
func (r *refusal) forbidden() string {
	m := missingAction().FindStringSubmatch(r.message)
	if m == nil {
		return "Azure does not permit it" + r.detail()
	}
	return "Azure does not permit " + m[1] + " on " + cmp.Or(groupScope().FindString(m[2]), m[2]) + "."
}

// detail is the code and the message, behind a sentence that has no end yet.
func (r *refusal) detail() string {
	text := strings.Trim(r.code+": "+r.message, ": ")
	if text == "" {
		return "."
	}
	return ": " + strings.TrimSuffix(text, ".") + "."
}

// action is what to do about it.
func (r *refusal) action() string {
	switch {
	case r.status == http.StatusUnauthorized && r.tenant != "":
		return `Sign in with "az login --tenant ` + r.tenant + `".`
	case r.status == http.StatusUnauthorized:
		return `Sign in again with "az login".`
	case r.status == http.StatusForbidden && r.console:
		return `"kubectl autorepair rbac --azure --azure-console" prints the role that is needed.`
	case r.status == http.StatusForbidden:
		return `"kubectl autorepair rbac --azure" prints the role that is needed.`
	case r.status == http.StatusTooManyRequests:
		return "Run the command again later."
	default:
		return ""
	}
}

// gone says whether the answer is that there is no such thing. A scale set answers 400 for an instance that it
// no longer has.
func (r *refusal) gone() bool {
	return r.status == http.StatusNotFound && !elsewhere[r.code] || r.status == http.StatusBadRequest && strings.Contains(r.message, "not an active Virtual Machine Scale Set VM")
}

// elsewhere are the codes of answers 404 that say nothing of the thing that was asked for.
var elsewhere = map[string]bool{"SubscriptionNotFound": true, "InvalidSubscriptionId": true, "InvalidResourceType": true, "InvalidResourceNamespace": true}
