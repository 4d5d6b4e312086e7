package azure

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// gaps returns what is not known. Where the credential is not accepted that is one thing.
func (a *Access) gaps(asked []*question, stopped bool) []snapshot.Gap {
	var all []snapshot.Gap
	for _, q := range asked {
		switch g, ok := a.gap(q); {
		case !ok:
		case !stopped:
			all = append(all, g)
		case !errors.Is(q.err, errStopped):
			return []snapshot.Gap{a.unasked(q.err)}
		}
	}
	return all
}

// unasked is the gap where nothing could be asked at all.
func (a *Access) unasked(err error) snapshot.Gap { return a.lack("what Azure knows", err) }

// lack is the gap of what is not known because of an error.
func (a *Access) lack(subject string, err error) snapshot.Gap {
	reason, action := a.sentences(err)
	return snapshot.Gap{Source: snapshot.SourceAzure, Subjects: []string{subject}, Reason: reason, Action: action}
}

// rest names what is missing of something of which some pages were read.
func rest(subject string, pages int) string {
	if pages > 0 {
		return "the rest of " + subject
	}
	return subject
}

// gap returns what is not known without the answer to a question. It is false for one that is answered, and for what
// is gone: that is an answer.
func (a *Access) gap(q *question) (snapshot.Gap, bool) {
	if q.err == nil || q.isGone() && len(q.nodes) > 0 {
		return snapshot.Gap{}, false
	}
	return a.lack(rest(q.subject, len(q.pages)), q.err), true
}

// sentences says why there is no answer, and what to do. The texts of the SDK are not shown: they can have what
// a server has answered.
func (a *Access) sentences(err error) (reason, action string) {
	var refused interface{ action() string }
	var none *noCredentialError
	var dns *net.DNSError
	var network net.Error
	var address *url.Error
	switch {
	case errors.As(err, &refused):
		return err.Error(), refused.action()
	case errors.As(err, &none):
		return none.Error(), none.action
	case errors.Is(err, errLarge):
		return sentence(errLarge), ""
	case errors.Is(err, errTotal):
		return sentence(errTotal), ""
	case errors.Is(err, errShort):
		return sentence(errShort), "Run the command again."
	case errors.Is(err, context.Canceled):
		return "It was stopped.", ""
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return fmt.Sprintf("Azure did not answer within %s.", a.timeout()), "Give it longer with --azure-timeout."
	case errors.As(err, &dns):
		return fmt.Sprintf("The name of Azure's host cannot be resolved: %s.", dns.Name), "Check the network and the proxy, HTTPS_PROXY."
	case errors.As(err, &address):
		if reason, action := tlsSentences(address); reason != "" {
			return reason, action
		}
		return "Azure cannot be reached: " + snapshot.OneLine(address.Err.Error()) + ".", "Check the network and the proxy, HTTPS_PROXY."
	default:
		return sentence(err), ""
	}
}

// sentence makes a sentence of an error.
func sentence(err error) string {
	text := snapshot.OneLine(err.Error())
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}
