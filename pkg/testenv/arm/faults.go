package arm

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Fault is one way to answer wrongly.
type Fault struct {
	// Name says what happens, in words that fit into the name of a test.
	Name string
	// Harmless is true where the answer can be read all the same.
	Harmless bool
	answer   func(w http.ResponseWriter, r *http.Request, usual Reply)
}

// Faults returns the faults: of the network, of Azure, of what stands between, and of the answer itself.
func Faults() []Fault {
	all := append(network(), refusals()...)
	return append(all, append(between(), answers()...)...)
}

// text answers with a status and a text; headers are pairs of a name and a value.
func text(status int, body string, headers ...string) func(http.ResponseWriter, *http.Request, Reply) {
	return func(w http.ResponseWriter, r *http.Request, _ Reply) {
		reply := Reply{Status: status, Body: body, Header: map[string]string{}}
		for i := 0; i+1 < len(headers); i += 2 {
			reply.Header[headers[i]] = headers[i+1]
		}
		reply.write(w, r)
	}
}

// refused answers with an error as Azure words it.
func refused(status int, code string, headers ...string) func(http.ResponseWriter, *http.Request, Reply) {
	return text(status, fmt.Sprintf(`{"error":{"code":%q,"message":"It is refused."}}`, code), headers...)
}

// changed sends the usual answer with another body.
func changed(change func(body string) string, headers ...string) func(http.ResponseWriter, *http.Request, Reply) {
	return func(w http.ResponseWriter, r *http.Request, usual Reply) {
		text(usual.Status, change(usual.Body), headers...)(w, r, usual)
	}
}

// cut sends a part of the answer, whose length is known, and ends the connection.
func cut(part func(length int) int) func(http.ResponseWriter, *http.Request, Reply) {
	return func(w http.ResponseWriter, _ *http.Request, usual Reply) {
		w.Header().Set("Content-Length", strconv.Itoa(len(usual.Body)))
		_, _ = io.WriteString(w, usual.Body[:part(len(usual.Body))])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

func network() []Fault {
	return []Fault{
		{Name: "no answer", answer: func(_ http.ResponseWriter, r *http.Request, _ Reply) { <-r.Context().Done() }},
		{Name: "closed before the answer", answer: func(http.ResponseWriter, *http.Request, Reply) { panic(http.ErrAbortHandler) }},
		{Name: "cut before the first byte", answer: cut(func(int) int { return 0 })},
		{Name: "cut in the middle", answer: cut(func(n int) int { return n / 2 })},
		{Name: "cut before the last byte", answer: cut(func(n int) int { return n - 1 })},
		{Name: "half an answer, then nothing", answer: func(w http.ResponseWriter, r *http.Request, usual Reply) {
			_, _ = io.WriteString(w, usual.Body[:len(usual.Body)/2])
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}},
		{Name: "a byte at a time, without an end", answer: func(w http.ResponseWriter, r *http.Request, _ Reply) { endless(w, r, []byte(" ")) }},
		{Name: "an endless body", answer: func(w http.ResponseWriter, r *http.Request, _ Reply) {
			endless(w, r, bytes.Repeat([]byte(`{"value":[`), 10_000))
		}},
		{Name: "an endless body of an error", answer: func(w http.ResponseWriter, r *http.Request, _ Reply) {
			w.WriteHeader(http.StatusForbidden)
			endless(w, r, bytes.Repeat([]byte("x"), 100_000))
		}},
		{Name: "a small body that becomes a large one", answer: func(w http.ResponseWriter, _ *http.Request, _ Reply) {
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			zeros := make([]byte, 1<<20)
			for range 256 {
				if _, err := packed.Write(zeros); err != nil {
					return
				}
			}
			_ = packed.Close()
		}},
	}
}

// endless writes the same bytes until the client has gone away.
func endless(w http.ResponseWriter, r *http.Request, some []byte) {
	for r.Context().Err() == nil {
		if _, err := w.Write(some); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
	}
}

func refusals() []Fault {
	return []Fault{
		{Name: "400", answer: refused(400, "BadRequest")},
		{Name: "400 without an envelope", answer: text(400, `{"Code":"BadRequest","Message":"The start time cannot be more than 90 days in the past."}`)},
		{Name: "401", answer: refused(401, "ExpiredAuthenticationToken")},
		{Name: "401 of another tenant", answer: refused(401, "InvalidAuthenticationTokenTenant", "WWW-Authenticate", `Bearer authorization_uri="https://login.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47"`)},
		{Name: "401 with claims", answer: refused(401, "InvalidAuthenticationToken", "WWW-Authenticate", `Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="`)},
		{Name: "403", answer: refused(403, "AuthorizationFailed")},
		{Name: "404 of the subscription", answer: refused(404, "SubscriptionNotFound")},
		{Name: "409 that asks to register", answer: refused(409, "MissingSubscriptionRegistration")},
		{Name: "429", answer: refused(429, "SubscriptionRequestsThrottled")},
		{Name: "429 with Retry-After", answer: refused(429, "TooManyRequests", "Retry-After", "1")},
		{Name: "429 with a Retry-After of hours", answer: refused(429, "TooManyRequests", "Retry-After", "7200")},
		{Name: "429 with a Retry-After that is no number", answer: refused(429, "TooManyRequests", "Retry-After", "soon")},
		{Name: "500", answer: refused(500, "InternalServerError")},
		{Name: "502 with a page", answer: text(502, page, "Content-Type", "text/html")},
		{Name: "503", answer: refused(503, "ServerTimeout", "Retry-After", "1")},
		{Name: "504", answer: refused(504, "GatewayTimeout")},
	}
}

// page is what a proxy or a portal answers in place of Azure.
const page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>"

func between() []Fault {
	return []Fault{
		{Name: "a login page", answer: text(200, page, "Content-Type", "text/html")},
		{Name: "a redirect to another host", answer: text(302, page, "Location", "https://login.example/")},
		{Name: "a redirect to itself", answer: func(w http.ResponseWriter, r *http.Request, _ Reply) {
			http.Redirect(w, r, r.URL.String(), http.StatusTemporaryRedirect)
		}},
		{Name: "a permanent redirect to another port", answer: func(w http.ResponseWriter, r *http.Request, _ Reply) {
			http.Redirect(w, r, "https://127.0.0.1:1"+r.URL.String(), http.StatusPermanentRedirect)
		}},
		{Name: "no content", answer: func(w http.ResponseWriter, _ *http.Request, _ Reply) { w.WriteHeader(http.StatusNoContent) }},
		{Name: "a compression that is none", answer: changed(func(body string) string { return body }, "Content-Encoding", "gzip")},
		{Name: "a header without an end", answer: func(w http.ResponseWriter, r *http.Request, usual Reply) {
			for i := range 200 {
				w.Header().Set("X-Filler-"+strconv.Itoa(i), strings.Repeat("x", 100_000))
			}
			usual.write(w, r)
		}},
		{Name: "a wrong content type", Harmless: true, answer: changed(func(body string) string { return body }, "Content-Type", "application/x-unknown; =")},
	}
}

// next sends the usual answer with another address of its next page.
func next(link string) func(http.ResponseWriter, *http.Request, Reply) {
	return changed(func(body string) string { return strings.TrimSuffix(body, "}") + `,"nextLink":` + link + "}" })
}

func answers() []Fault {
	return []Fault{
		{Name: "no body", answer: text(200, "")},
		{Name: "null", answer: text(200, "null")},
		{Name: "bad JSON", answer: text(200, `{"value":[{]}`)},
		{Name: "JSON of something else", answer: text(200, `{"status":"ok"}`)},
		{Name: "a list of words", answer: text(200, `{"id":7,"value":["a","b"]}`)},
		{Name: "an object in place of a list", answer: text(200, `{"id":{},"value":{"a":1}}`)},
		{Name: "an error with the status of a success", answer: text(200, `{"error":{"code":"InternalServerError","message":"It failed."}}`)},
		{Name: "half of the text with a good end", answer: changed(func(body string) string { return body[:len(body)/2] })},
		{Name: "rubbish after the text", answer: changed(func(body string) string { return body + strings.Repeat("\x00", 64) })},
		{Name: "values nested without an end", answer: text(200, strings.Repeat("[", 200_000))},
		{Name: "a next page on another host", answer: next(`"https://attacker.example/x?api-version=1"`)},
		{Name: "a next page without TLS", answer: next(`"http://management.azure.com/x"`)},
		{Name: "a next page that is a number", answer: next(`7`)},
		{Name: "a next page that is no address", answer: next(`"https://%zz\n/"`)},
		{Name: "a next page that is the same one", answer: func(w http.ResponseWriter, r *http.Request, usual Reply) {
			next(strconv.Quote("https://"+r.Host+r.URL.String()))(w, r, usual)
		}},
		{Name: "pages without an end", answer: func(w http.ResponseWriter, r *http.Request, usual Reply) {
			q := r.URL.Query()
			q.Set("$skipToken", q.Get("$skipToken")+"x")
			next(strconv.Quote("https://"+r.Host+r.URL.Path+"?"+q.Encode()))(w, r, usual)
		}},
	}
}
