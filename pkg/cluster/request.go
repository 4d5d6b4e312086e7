package cluster

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/lean"
)

// tableAccept asks for the Table form, and for plain JSON if the server has no Table.
const tableAccept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"

// request is one read, with what it takes to send it and to describe it.
type request struct {
	// group is the API group, empty for the core group; its version is v1.
	group     string
	resource  string
	namespace string
	name      string
	options   metav1.ListOptions
	// table asks for a list as a Table without objects.
	table bool
	// watch asks for changes instead of a list.
	watch bool
	// json asks for JSON, also where the server knows another form.
	json bool
	// next, unless nil, gets the token of the page that follows in a list, before this one is there as a whole.
	next chan<- string
	// into, unless nil, gets the objects of a list while it comes: the lean.Objects of some type.
	into interface {
		Begin(check func(objects, bytes int) error) lean.List
		Count() int
	}
	// noRetry is for a read that has a substitute: a failure is not retried.
	noRetry bool
}

func (r request) verb() string {
	switch {
	case r.name != "":
		return "get"
	case r.watch:
		return "watch"
	default:
		return "list"
	}
}

// subject names what the request reads: "node aks-1", "events in namespace default".
func (r request) subject() string {
	switch {
	case r.name != "":
		return strings.TrimSuffix(r.resource, "s") + " " + r.name
	case r.resource == "":
		return "the kinds of API group " + r.group
	case r.namespace != "":
		return fmt.Sprintf("%s in namespace %s", r.resource, r.namespace)
	default:
		return r.resource
	}
}

// String describes the request as a permission would: "list events in namespace default".
func (r request) String() string { return r.verb() + " " + r.subject() }

// notOlderThan has the server answer from its cache as of a scan's version or later. It is not
// retried, because some servers cannot do that.
func (r request) notOlderThan(version string) request {
	r.options.ResourceVersion, r.options.ResourceVersionMatch = version, metav1.ResourceVersionMatchNotOlderThan
	r.noRetry = true
	return r
}

// unexpectedAnswer is an answer with a good status that is not what Kubernetes sends.
type unexpectedAnswer struct{ what string }

func (e *unexpectedAnswer) Error() string { return "the answer is " + e.what }

// unreadableAnswer is an answer with a good status that cannot be decoded.
type unreadableAnswer struct{ err error }

func (e *unreadableAnswer) Error() string { return "decoding the answer: " + e.err.Error() }

func (e *unreadableAnswer) Unwrap() error { return e.err }

// unsendable is a request that cannot be built, such as one for a name with a slash.
type unsendable struct{ err error }

func (e *unsendable) Error() string { return e.err.Error() }

// readObject reads one object or list.
func readObject[T runtime.Object](ctx context.Context, l *Live, r request, decode func(rest.Result) (T, error)) (T, *failure) {
	var answer T
	failed := l.read(ctx, r, func(result rest.Result) (err error) {
		answer, err = decode(result)
		return err
	})
	return answer, failed
}

// decodeAs decodes an answer as a T.
func decodeAs[T runtime.Object](result rest.Result) (T, error) {
	var none T
	// Get rather than Into: Into decodes any JSON as an empty list.
	answer, err := result.Get()
	if err != nil {
		return none, &unreadableAnswer{err}
	}
	typed, ok := answer.(T)
	if !ok {
		return none, &unexpectedAnswer{what: "a " + strings.TrimPrefix(fmt.Sprintf("%T", answer), "*v1.")}
	}
	return typed, nil
}

// read sends a request, retries it where that can help, and decodes the answer.
func (l *Live) read(ctx context.Context, r request, decode func(rest.Result) error) *failure {
	tries := newRetryPolicy(l.target.timeout)
	for {
		result, err := l.send(ctx, r, tries.slots)
		if err == nil {
			err = l.decode(r, result, decode)
		}
		if err == nil {
			return nil
		}
		delay, again := tries.nextDelay(err)
		again = again && !r.noRetry
		if again && delay >= time.Second {
			l.report("%s: the server asks to wait %s", r, delay)
		}
		if !again || l.pause(ctx, delay) != nil {
			return l.target.explain(r, err)
		}
	}
}

// decode decodes an answer that has no more objects than a cluster can have.
func (l *Live) decode(r request, result rest.Result, decode func(rest.Result) error) error {
	most := bounds.MaxRows
	if !r.table {
		most = l.size.Most(r.resource, 0)
	}
	taken := 0
	if r.into != nil {
		taken = r.into.Count()
	}
	raw, _ := result.Raw() // checkAnswer has returned its error
	if err := bounds.Objects(raw, r.resource, r.table, taken, most); err != nil {
		return err
	}
	return decode(result)
}

// send sends a request once, as soon as so many slots are free. It returns the server's refusal, or what prevented an
// answer, as an error.
func (l *Live) send(ctx context.Context, r request, slots int64) (rest.Result, error) {
	if err := l.slots.Acquire(ctx, slots); err != nil {
		return rest.Result{}, fmt.Errorf("waiting to send: %w", err)
	}
	defer l.slots.Release(slots)

	// Retries are in retry.go: those of client-go would wait unnoticed for an answer that looks final.
	call := l.client.Get().Resource(r.resource).MaxRetries(0).
		NamespaceIfScoped(r.namespace, r.namespace != "").
		VersionedParams(&r.options, scheme.ParameterCodec)
	if r.group != "" {
		call.AbsPath("apis", r.group, "v1")
	}
	if r.name != "" {
		call.Name(r.name)
	}
	if r.json {
		call.SetHeader("Accept", runtime.ContentTypeJSON)
	}
	if r.table {
		call.SetHeader("Accept", tableAccept).Param("includeObject", string(metav1.IncludeNone))
	}
	if err := call.Error(); err != nil {
		return rest.Result{}, &unsendable{err: err}
	}
	if r.into != nil {
		ctx = lean.With(ctx, r.into.Begin(func(objects, bytes int) error {
			return bounds.Count(objects, bytes, r.resource, l.size.Most(r.resource, 0))
		}))
	}
	if r.next != nil {
		ctx = bounds.WithNext(ctx, func(token string) {
			select {
			case r.next <- token:
			default: // this page is read again
			}
		})
	}
	return checkAnswer(doRequest(ctx, call))
}

// doRequest sends a request and returns at the latest when the context ends. client-go does not
// always: a credential plugin that waits for a login ignores the context.
func doRequest(ctx context.Context, call *rest.Request) (rest.Result, error) {
	done := make(chan rest.Result, 1)
	go func() { done <- call.Do(ctx) }()
	select {
	case result := <-done:
		return result, result.Error()
	case <-ctx.Done():
		return rest.Result{}, ctx.Err()
	}
}

// checkAnswer returns an error for an answer that is a refusal or does not come from an API
// server.
func checkAnswer(result rest.Result, err error) (rest.Result, error) {
	if err != nil {
		var code int
		result.StatusCode(&code)
		if code == 0 && apierrors.IsInternalError(err) && !apierrors.HasStatusCause(err, metav1.CauseTypeUnexpectedServerResponse) {
			// This error is from client-go, for a content type that cannot be parsed.
			return rest.Result{}, &unreadableAnswer{errors.New("its content type is not valid")}
		}
		return rest.Result{}, fmt.Errorf("sending the request: %w", err)
	}
	var contentType string
	result.ContentType(&contentType)
	if media, _, _ := mime.ParseMediaType(contentType); media == "text/html" {
		return rest.Result{}, &unexpectedAnswer{what: "a web page (text/html)"}
	}
	return result, nil
}
