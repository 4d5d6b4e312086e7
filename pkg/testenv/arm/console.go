package arm

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Signature is the secret in the addresses of serial logs.
const Signature = "zebra-signature"

// Storage is where the serial logs of all VMs are: another host than Azure Resource Manager.
type Storage struct {
	*httptest.Server
	// Reply is the answer about a log.
	Reply    Reply
	mutex    sync.Mutex
	requests []*http.Request
}

// NewStorage starts storage with a serial log for the VMs of the server, which ends with the test.
func (s *Server) NewStorage(t testing.TB, text string) *Storage {
	t.Helper()
	b := &Storage{Reply: Reply{Body: text}}
	b.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mutex.Lock()
		b.requests = append(b.requests, r)
		b.mutex.Unlock()
		b.Reply.write(w, r)
	}))
	b.Config.ErrorLog = log.New(io.Discard, "", 0) // of clients that leave
	b.StartTLS()
	t.Cleanup(func() { b.CloseClientConnections(); b.Close() })
	s.storage = b
	return b
}

// Requests returns what was asked until now.
func (b *Storage) Requests() []*http.Request {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return append([]*http.Request{}, b.requests...)
}

// host is where the storage is.
func (b *Storage) host() string { return strings.TrimPrefix(b.URL, "https://") }

// diagnostics is the answer about the boot diagnostics of a VM.
func (s *Server) diagnostics(r *http.Request) Reply {
	switch {
	case r.Method != http.MethodPost:
		return Reply{Status: http.StatusMethodNotAllowed, Body: `{"error":{"code":"MethodNotAllowed","message":"POST it."}}`}
	case s.storage == nil:
		return Reply{Status: http.StatusConflict, Body: `{"error":{"code":"OperationNotAllowed","message":"Boot diagnostics is not enabled."}}`}
	default:
		return Reply{Body: Diagnostics(s.storage.URL)}
	}
}

// Diagnostics is an answer about boot diagnostics in storage at an address.
func Diagnostics(storage string) string {
	return fmt.Sprintf(`{"consoleScreenshotBlobUri":"%[1]s/boot/x.bmp?sig=%[2]s","serialConsoleLogBlobUri":"%[1]s/boot/x.serialconsole.log?sv=2023&sig=%[2]s"}`, storage, Signature)
}
