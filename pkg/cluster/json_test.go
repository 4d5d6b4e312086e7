package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestJSONReadsObjectsOfAnyKind(t *testing.T) {
	answer := func(code int, contentType, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(code)
			fmt.Fprint(w, text)
		}
	}
	const missing = `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}`
	for what, test := range map[string]struct {
		read    Read
		answer  http.HandlerFunc
		request string
		there   bool
		says    string
	}{
		"a list": {
			Read{Group: "apps", Resource: "deployments", Labels: "a=b"}, answer(200, "application/json", "{}"),
			"/apis/apps/v1/deployments?labelSelector=a=b", true, "",
		},
		"an object": {
			Read{Resource: "configmaps", Namespace: "kube-system", Name: "x"}, answer(200, "application/json", "{}"),
			"namespaces/kube-system/configmaps/x", true, "",
		},
		"an object that is not there": {
			Read{Resource: "configmaps", Namespace: "kube-system", Name: "x"}, answer(404, "application/json", missing),
			"namespaces/kube-system/configmaps/x", false, "",
		},
		"a group": {Read{Group: "example.com"}, answer(200, "application/json", "{}"), "/apis/example.com/v1", true, ""},
		"a group that is not there": {
			Read{Group: "example.com"}, answer(404, "text/plain", "404 page not found"), "/apis/example.com/v1", false, "",
		},
		"a list that is refused": {
			Read{Group: "apps", Resource: "deployments"}, forbidden("deployments", ""), "/apis/apps/v1/deployments", false,
			"clusterrole deployment-reader --verb=list --resource=deployments.apps",
		},
		"a web page": {Read{Group: "example.com"}, answer(200, "text/html", "<html>"), "/apis/example.com/v1", false, "cannot list the kinds of API group example.com. The answer is a web page"},
	} {
		t.Run(what, func(t *testing.T) {
			s := newAPIServer(t)
			s.script = everywhere(test.answer)
			live, _ := newTestLive(t, s, LiveOptions{})
			text, there, err := live.JSON(t.Context(), test.read)
			if there != test.there || there && string(text) != "{}" || (err != nil) != (test.says != "") {
				t.Errorf("there: %v, %q, %v", there, text, err)
			}
			if err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("the error is %v, want one with %q", err, test.says)
			}
			if got := s.requests(); len(got) != 1 || got[0] != test.request || s.headers[0].Get("Accept") != "application/json" {
				t.Errorf("it sends %q and accepts %q, want %q", got, s.headers[0].Get("Accept"), test.request)
			}
		})
	}
}

func TestJSONEndsWithItsContext(t *testing.T) {
	s := newAPIServer(t)
	live, _ := newTestLive(t, s, LiveOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := live.JSON(ctx, Read{Group: "apps"}); !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
}
