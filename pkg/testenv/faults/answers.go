package faults

import (
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// answer spoils the answer to a request; server gives the one that it should have.
type answer func(w http.ResponseWriter, r *http.Request, server http.Handler)

// silent answers when the client has gone away, and not before.
func silent(_ http.ResponseWriter, r *http.Request, _ http.Handler) { <-r.Context().Done() }

// stalled sends half of the answer and then nothing until the client has gone away.
func stalled(w http.ResponseWriter, r *http.Request, server http.Handler) {
	part(w, r, server, func(n int) int { return n / 2 })
	<-r.Context().Done()
}

// cut closes the stream after some bytes of the body, whose length is known.
func cut(bytes func(length int) int) answer {
	return func(w http.ResponseWriter, r *http.Request, server http.Handler) {
		part(w, r, server, bytes)
		panic(http.ErrAbortHandler)
	}
}

// unanswered closes the stream before the first byte.
func unanswered(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

// reset has the operating system break the whole connection.
func reset(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
	conn, _ := r.Context().Value(connection{}).(net.Conn)
	if outer, ok := conn.(*tls.Conn); ok {
		conn = outer.NetConn()
	}
	if c, ok := conn.(*net.TCPConn); ok {
		_ = c.SetLinger(0) // what can fail here, the test sees
		_ = c.Close()
	}
	panic(http.ErrAbortHandler)
}

// part sends the head of the server's own answer and as much of its body as bytes says.
func part(w http.ResponseWriter, r *http.Request, server http.Handler, bytes func(length int) int) {
	whole := own(w, r, server)
	w.Header().Set("Content-Length", strconv.Itoa(len(whole)))
	_, _ = w.Write(whole[:min(bytes(len(whole)), len(whole))])
	_ = http.NewResponseController(w).Flush()
}

// own returns the body of the server's own answer; its head is put into w.
func own(w http.ResponseWriter, r *http.Request, server http.Handler) []byte {
	recorded := httptest.NewRecorder()
	server.ServeHTTP(recorded, r)
	for key, values := range recorded.Header() {
		w.Header()[key] = values
	}
	return recorded.Body.Bytes()
}

// text answers with a status and a text; headers are pairs of a name and a value.
func text(code int, contentType, body string, headers ...string) answer {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

// status answers with a refusal as an API server words it.
func status(code int32, reason metav1.StatusReason, message string) answer {
	body, _ := json.Marshal(metav1.Status{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: metav1.StatusFailure,
		Code: code, Reason: reason, Message: message,
	})
	return text(int(code), "application/json", string(body))
}

// changed sends the server's own answer after a change of its head and body.
func changed(change func(head http.Header, body []byte) []byte) answer {
	return func(w http.ResponseWriter, r *http.Request, server http.Handler) {
		body := own(w, r, server)
		w.Header().Del("Content-Length")
		_, _ = w.Write(change(w.Header(), body))
	}
}

// certificate returns the certificate of a server, as PEM.
func certificate(s *httptest.Server) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
}
