package faults

import (
	"net/http"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Fault is one way to answer wrongly.
type Fault struct {
	// Name says what happens, in words that fit into the name of a test.
	Name string
	// Late is true when the client has to give up waiting.
	Late bool
	// Passing is true when a careful client tries again.
	Passing bool
	// Lossy is true when there is no way to get what the answer should have contained, however
	// the client asks for it.
	Lossy bool
	// Wide is true when other requests of the connection suffer too.
	Wide bool
	// Absent is true when it is the answer for an object that is not there.
	Absent bool

	answer answer
}

// page is what a proxy or a portal answers in place of the server.
const page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>"

// All returns the faults, in groups: of the network, of the server, of what stands between, and
// without an end.
func All() []Fault {
	return slices.Concat(network(), refusals(), between(), Unbounded())
}

func network() []Fault {
	return []Fault{
		{Name: "no answer", Late: true, Lossy: true, answer: silent},
		{Name: "half an answer", Late: true, Lossy: true, answer: stalled},
		{Name: "closed before the answer", Passing: true, Lossy: true, answer: unanswered},
		{Name: "cut before the first byte", Passing: true, Lossy: true, answer: cut(func(int) int { return 0 })},
		{Name: "cut after one byte", Passing: true, Lossy: true, answer: cut(func(int) int { return 1 })},
		{Name: "cut in the middle", Passing: true, Lossy: true, answer: cut(func(n int) int { return n / 2 })},
		{Name: "cut before the last byte", Passing: true, Lossy: true, answer: cut(func(n int) int { return n - 1 })},
		{Name: "connection reset", Passing: true, Lossy: true, Wide: true, answer: reset},
	}
}

func refusals() []Fault {
	const plain = "text/plain; charset=utf-8"
	return []Fault{
		{Name: "400", Lossy: true, answer: status(400, metav1.StatusReasonBadRequest, "the server could not understand the request")},
		{Name: "401", Lossy: true, answer: status(401, metav1.StatusReasonUnauthorized, "Unauthorized")},
		{Name: "403", Lossy: true, answer: status(403, metav1.StatusReasonForbidden, `it is forbidden: User "dev" cannot read it`)},
		{Name: "403 of a firewall", Lossy: true, answer: text(403, "text/html", page)},
		{Name: "404 of the API", Lossy: true, Absent: true, answer: status(404, metav1.StatusReasonNotFound, "it was not found")},
		{Name: "404 of the path", Lossy: true, answer: text(404, plain, "404 page not found\n")},
		{Name: "410", Lossy: true, answer: status(410, metav1.StatusReasonExpired, "The provided continue parameter is too old")},
		{Name: "429", Passing: true, Lossy: true, answer: text(429, plain, "too many requests")},
		{Name: "429 with Retry-After", Passing: true, Lossy: true, answer: text(429, plain, "too many requests", "Retry-After", "1")},
		{Name: "429 with a Retry-After of hours", Lossy: true, answer: text(429, plain, "too many requests", "Retry-After", "7200")},
		{Name: "429 with a Retry-After that is no number", Passing: true, Lossy: true, answer: text(429, plain, "no", "Retry-After", "soon")},
		{Name: "500", Passing: true, Lossy: true, answer: status(500, metav1.StatusReasonInternalError, "Internal error occurred: etcdserver: leader changed")},
		{Name: "502 with a page", Passing: true, Lossy: true, answer: text(502, "text/html", page)},
		{Name: "503", Passing: true, Lossy: true, answer: status(503, metav1.StatusReasonServiceUnavailable, "the server is currently unable to handle the request")},
		{Name: "503 with Retry-After", Passing: true, Lossy: true, answer: text(503, plain, "starting", "Retry-After", "1")},
		{Name: "504", Passing: true, Lossy: true, answer: status(504, metav1.StatusReasonTimeout, "the server was unable to return a response in the time allotted")},
	}
}

func between() []Fault {
	const jsonType, html = "application/json", "text/html; charset=utf-8"
	return []Fault{
		{Name: "a login page", Lossy: true, answer: text(200, html, page)},
		{Name: "a login page that says it is JSON", answer: text(200, jsonType, page)},
		{Name: "a redirect to a login page", Lossy: true, answer: text(302, html, page, "Location", "https://login.example/")},
		{Name: "a redirect to itself", Lossy: true, answer: func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			http.Redirect(w, r, r.URL.String(), http.StatusTemporaryRedirect)
		}},
		{Name: "no body", answer: text(200, jsonType, "")},
		{Name: "no content", answer: text(204, jsonType, "")},
		{Name: "null", answer: text(200, jsonType, "null")},
		{Name: "bad JSON", answer: text(200, jsonType, `{"kind":"NodeList","items":[{]}`)},
		{Name: "JSON of something else", answer: text(200, jsonType, `{"status":"ok"}`)},
		{Name: "another kind", answer: text(200, jsonType, `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x"}}`)},
		{Name: "an empty list of another kind", answer: text(200, jsonType, `{"kind":"ConfigMapList","apiVersion":"v1","items":[]}`)},
		{Name: "a failure with the status of a success", answer: text(200, jsonType, `{"kind":"Status","apiVersion":"v1","status":"Failure","code":500,"message":"no"}`)},
		{Name: "binary rubbish", answer: text(200, "application/vnd.kubernetes.protobuf", "k8s\x00\xff\xff\xff\xff\x7f\x0a\x03")},
		{Name: "a wrong content type", answer: changed(func(head http.Header, body []byte) []byte {
			head.Set("Content-Type", "text/plain")
			return body
		})},
		{Name: "an unknown content type", answer: changed(func(head http.Header, body []byte) []byte {
			head.Set("Content-Type", "application/x-unknown; =")
			return body
		})},
		{Name: "a compression that is none", answer: changed(func(head http.Header, body []byte) []byte {
			head.Set("Content-Encoding", "gzip")
			return body
		})},
		{Name: "half of the text with a good end", answer: changed(func(_ http.Header, body []byte) []byte { return body[:len(body)/2] })},
		{Name: "rubbish after the text", answer: changed(func(_ http.Header, body []byte) []byte {
			return append(body, strings.Repeat("\x00", 64)...)
		})},
	}
}
