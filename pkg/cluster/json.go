package cluster

import (
	"context"
	"net/http"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

// Read names what JSON reads: an object, or without a Name a list, or with a Group alone the
// kinds of objects that the group has. Its API version is v1.
type Read struct {
	Group, Resource, Namespace, Name string
	// Labels is a label selector of a list, Limit how many objects of it are enough; 0 is all.
	Labels string
	Limit  int64
}

// JSON reads objects of any kind, as the server writes them in JSON. There is false where the
// server has no such object or no such group. The error is a sentence, with the permission that
// is missing; it wraps that of the context if the context ended first.
func (l *Live) JSON(ctx context.Context, r Read) (text []byte, there bool, err error) {
	failed := l.read(quiet(ctx), request{
		group: r.Group, resource: r.Resource, namespace: r.Namespace, name: r.Name, json: true,
		options: metav1.ListOptions{LabelSelector: r.Labels, Limit: r.Limit},
	}, func(result rest.Result) (err error) {
		text, err = result.Raw()
		return err
	})
	switch {
	case failed == nil:
		return text, true, nil
	case ctx.Err() != nil:
		return nil, false, ctx.Err()
	case r.Resource == "" && statusCode(failed) == http.StatusNotFound, isUnknownObject(failed):
		return nil, false, nil
	}
	return nil, false, failed
}
