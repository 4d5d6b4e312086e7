package bounds

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// small are limits that a test reaches soon.
var small = Limits{Answer: 1 << 20, Run: 4 << 20, Change: 1 << 20}

// endless writes a text until the client has gone away.
func endless(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := io.WriteString(w, text); err != nil {
				return
			}
		}
	}
}

// packed answers with so many bytes in gzip, which are a thousandth of it.
func packed(size int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write(bytes.Repeat([]byte(" "), size))
		_ = z.Close()
	}
}

// ask returns how many bytes of an answer were read, and the error.
func ask(t *testing.T, client *http.Client, address string) (int, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	n, err := io.Copy(io.Discard, answer.Body)
	return int(n), err
}

// served starts a server, and returns a client of it with limits.
func served(t *testing.T, h http.HandlerFunc, http2 bool, l Limits) (*http.Client, string) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = http2
	s.StartTLS()
	t.Cleanup(s.Close)
	client := s.Client()
	client.Transport = Wrap(Headers(client.Transport), l)
	return client, s.URL
}

func TestAnswersEndAtTheirBounds(t *testing.T) {
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		query  string
		limits Limits
		want   string
		late   bool
	}{
		"an endless body":     {answer: endless(`{"a":1},`), limits: small, want: "has more than 1 MiB, which no API server sends"},
		"a body in gzip":      {answer: packed(64 << 20), limits: small, want: "has more than 1 MiB, which"},
		"a length":            {answer: func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "2000000") }, limits: small, want: "has more than 1 MiB, which"},
		"a head":              {answer: func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 20<<20)) }, limits: small, want: "has headers of more than 1 MiB"},
		"a body that is late": {answer: late, limits: Limits{AnswerTime: 20 * time.Millisecond}, want: "did not end within 20ms", late: true},
		"all of them late":    {answer: late, limits: Limits{RunTime: 20 * time.Millisecond}, want: "and those before it did not end within 20ms", late: true},
		"an event":            {answer: events(`{"object":{"a":[`, `"}}}}]",`), query: "?watch=true", limits: small, want: "has more than 1 MiB in one event, which"},
	} {
		for _, http2 := range []bool{false, true} {
			t.Run(name+map[bool]string{true: " over HTTP 2"}[http2], func(t *testing.T) {
				client, address := served(t, test.answer, http2, test.limits)
				n, err := ask(t, client, address+test.query)
				var over *Error
				if !errors.As(err, &over) {
					t.Fatalf("after %d bytes the error is %v", n, err)
				}
				if over.Timeout() != test.late || !strings.HasPrefix(over.Error(), "the answer "+test.want) {
					t.Errorf("the error is %q, late %t", over, over.Timeout())
				}
				if n > 2<<20 {
					t.Errorf("%d bytes were read", n)
				}
			})
		}
	}
}

// late begins to answer, and waits until the client has gone away.
func late(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, "{")
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

// events begins a stream of JSON, and goes on with a text for ever.
func events(begin, more string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, begin)
		endless(more)(w, r)
	}
}

func TestAllAnswersTogetherHaveABound(t *testing.T) {
	client, address := served(t, packed(1<<20), true, small)
	for i := range 4 {
		if _, err := ask(t, client, address); err != nil {
			t.Fatalf("answer %d: %v", i+1, err)
		}
	}
	var over *Error
	if _, err := ask(t, client, address); !errors.As(err, &over) || over.Error() != "the answer has more than 4 MiB together with those before it, which no API server sends" {
		t.Errorf("the error is %v", err)
	}
}

// The first of two large answers does not go on, and the second waits for it until it is given up.
func TestLargeAnswersAreReadOneAfterTheOther(t *testing.T) {
	const size = 2 * firstBytes // more than a connection keeps before it is read
	client, address := served(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write(make([]byte, size))
		if r.URL.Path == "/stays" {
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}
	}, true, Limits{Answer: 2 * size})
	open := func(path string) (*http.Response, context.CancelFunc) {
		ctx, cancel := context.WithCancel(t.Context())
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = answer.Body.Close() })
		return answer, cancel
	}
	stays, giveUp := open("/stays")
	if _, err := io.ReadFull(stays.Body, make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	waits, cancelled := open("/") //nolint:bodyclose // open has it closed at the end
	first := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, waits.Body)
		first <- err
	}()
	select {
	case err := <-first:
		t.Fatalf("the second was read while the first was: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	cancelled()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("one that waits and is given up has the error %v", err)
	}
	giveUp()
	_ = stays.Body.Close()
	if n, err := ask(t, client, address+"/"); err != nil || n != size {
		t.Errorf("after that %d bytes were read, and the error is %v", n, err)
	}
}

func TestWhatIsWithinTheBoundsIsReadWhole(t *testing.T) {
	one := `{"type":"ADDED","object":{"a":["}",{"b":"` + strings.Repeat("x", 1<<19) + `"}]}}` + "\n"
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		query  string
		want   int
	}{
		"as much as there may be": {answer: packed(1 << 20), want: 1 << 20},
		"nothing":                 {answer: func(http.ResponseWriter, *http.Request) {}},
		"a watch of small events": {query: "?watch=1", want: 12 * len(one), answer: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, strings.Repeat(one, 12))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			limits := small
			limits.AnswerTime, limits.RunTime = time.Minute, time.Minute
			client, address := served(t, test.answer, true, limits)
			if n, err := ask(t, client, address+test.query); err != nil || n != test.want {
				t.Errorf("%d bytes of %d, and the error %v", n, test.want, err)
			}
		})
	}
}

// Which of the requests on a connection got too long a head is not known. The others can be sent again.
func TestWhatEndedWithItsConnectionCanBeTriedAgain(t *testing.T) {
	for text, again := range map[string]bool{
		"http2: connection error: COMPRESSION_ERROR": true, "connection error: PROTOCOL_ERROR": true,
		"net/http: server response headers exceeded 10485760 bytes; aborted": false, "http2: response header list larger than advertised limit": false,
	} {
		var over *Error
		if err := reason(t.Context(), errors.New(text)); !errors.As(err, &over) || over.Temporary() != again {
			t.Errorf("%s: %v, to be tried again: %t", text, err, !again)
		}
	}
}

// around is a transport that adds nothing to another.
type around struct{ http.RoundTripper }

// WrappedRoundTripper returns the other.
func (a around) WrappedRoundTripper() http.RoundTripper { return a.RoundTripper }

func TestHeadersHaveABound(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X", strings.Repeat("x", map[string]int{"/some": mostHeaders / 2, "/more": mostHeaders}[r.URL.Path]))
	}))
	t.Cleanup(s.Close)
	for name, next := range map[string]http.RoundTripper{
		"one of its own":     &http.Transport{},
		"one in another":     around{around{&http.Transport{}}},
		"the one of all":     http.DefaultTransport,
		"one that has it so": &http.Transport{MaxResponseHeaderBytes: mostHeaders},
	} {
		client := &http.Client{Transport: Wrap(Headers(next), small)}
		if _, err := ask(t, client, s.URL+"/some"); err != nil {
			t.Errorf("%s: half of what is allowed: %v", name, err)
		}
		var over *Error
		if _, err := ask(t, client, s.URL+"/more"); !errors.As(err, &over) || !strings.Contains(over.Error(), "has headers of more than 1 MiB") {
			t.Errorf("%s: all of what is allowed and a name: %v", name, err)
		}
		client.CloseIdleConnections()
	}
	if of, ok := http.DefaultTransport.(*http.Transport); !ok || of.MaxResponseHeaderBytes != 0 {
		t.Error("the transport of all of Go was changed")
	}
}
