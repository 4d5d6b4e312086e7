package cluster

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// change is one entry of the server's history.
type change struct {
	version int
	kind    string // ADDED, MODIFIED, DELETED
	path    string // of the list that the object is in
	object  runtime.Object
}

// watchServer stores nodes and events, lists them and streams their changes. Like old servers
// it has no streamed lists, so that a reflector has to list and watch.
type watchServer struct {
	*httptest.Server
	mu      sync.Mutex
	history []change
	// forgotten is the version up to which changes are no longer available.
	forgotten int
	// news is closed and replaced with each change; cut ends the open streams.
	news, cut chan struct{}
	// answer, if set, replaces the usual answer.
	answer   http.HandlerFunc
	lists    int
	watching int
}

func newWatchServer(t *testing.T) *watchServer { return startWatchServer(t, httptest.NewServer) }

func startWatchServer(t *testing.T, start func(http.Handler) *httptest.Server) *watchServer {
	t.Helper()
	s := &watchServer{news: make(chan struct{}), cut: make(chan struct{})}
	s.Server = start(http.HandlerFunc(s.serve))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that the end of a test interrupts
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

const (
	nodesPath  = "/api/v1/nodes"
	eventsPath = "/api/v1/namespaces/default/events"
)

// node adds or updates a node.
func (s *watchServer) node(n corev1.Node) {
	kind := "ADDED"
	for _, c := range s.current(nodesPath) {
		if c.object.(*corev1.Node).Name == n.Name {
			kind = "MODIFIED"
		}
	}
	n.TypeMeta = metav1.TypeMeta{APIVersion: "v1", Kind: "Node"}
	s.change(kind, nodesPath, &n)
}

// remove deletes a node.
func (s *watchServer) remove(name string) {
	s.change("DELETED", nodesPath, &corev1.Node{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Node"}, ObjectMeta: metav1.ObjectMeta{Name: name}})
}

// event adds an event about a node to namespace default; a deletion is one that expired.
func (s *watchServer) event(kind, name, node, reason string) {
	s.change(kind, eventsPath, &corev1.Event{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Event"},
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name},
		Reason:     reason, InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: node}, LastTimestamp: metav1.NewTime(noon),
	})
}

func (s *watchServer) change(kind, path string, object metav1.Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	version := len(s.history) + 1
	object.SetResourceVersion(strconv.Itoa(version))
	s.history = append(s.history, change{version, kind, path, object.(runtime.Object)})
	close(s.news)
	s.news = make(chan struct{})
}

// current returns the stored objects.
func (s *watchServer) current(path string) []change {
	s.mu.Lock()
	defer s.mu.Unlock()
	var now []change
	for _, c := range s.history {
		for i := range now {
			if keyOf(now[i].object) == keyOf(c.object) {
				now = append(now[:i], now[i+1:]...)
				break
			}
		}
		if c.path == path && c.kind != "DELETED" {
			now = append(now, c)
		}
	}
	return now
}

func keyOf(o runtime.Object) string { return fmt.Sprintf("%T %s", o, o.(metav1.Object).GetName()) }

// expire deletes the server's history, and ends the streams.
func (s *watchServer) expire() {
	s.mu.Lock()
	s.forgotten = len(s.history)
	s.mu.Unlock()
	s.cutAll()
}

// cutAll interrupts all streams.
func (s *watchServer) cutAll() {
	s.mu.Lock()
	close(s.cut)
	s.cut = make(chan struct{})
	s.mu.Unlock()
}

// reply replaces the usual answer from now on, and ends the streams.
func (s *watchServer) reply(h http.HandlerFunc) {
	s.mu.Lock()
	s.answer = h
	s.mu.Unlock()
	s.cutAll()
}

// counts returns how many lists were read and how many streams are open.
func (s *watchServer) counts() (lists, watching int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lists, s.watching
}

func (s *watchServer) serve(w http.ResponseWriter, r *http.Request) {
	w.Header()["Date"] = nil // of the time of the test's clock, not of the server's
	s.mu.Lock()
	answer := s.answer
	s.mu.Unlock()
	if answer == nil {
		answer = s.usual
	}
	answer(w, r)
}

func (s *watchServer) usual(w http.ResponseWriter, r *http.Request) {
	switch query := r.URL.Query(); {
	case query.Get("watch") != "true":
		s.list(w, r)
	case query.Get("sendInitialEvents") == "true":
		status(apierrors.NewInvalid(schema.GroupKind{Kind: "ListOptions"}, "", nil))(w, r)
	default:
		s.stream(w, r)
	}
}

func (s *watchServer) list(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.lists++
	version := strconv.Itoa(len(s.history)) // before the objects are read: what changes meanwhile is streamed
	s.mu.Unlock()
	items := []runtime.Object{}
	for _, c := range s.current(r.URL.Path) {
		items = append(items, c.object)
	}
	kind := "EventList"
	if strings.HasSuffix(r.URL.Path, "/nodes") {
		kind = "NodeList"
	}
	sendJSON(w, map[string]any{"apiVersion": "v1", "kind": kind, "metadata": map[string]string{"resourceVersion": version}, "items": items})
}

func (s *watchServer) stream(w http.ResponseWriter, r *http.Request) {
	since, _ := strconv.Atoi(r.URL.Query().Get("resourceVersion"))
	s.mu.Lock()
	cut, expired := s.cut, since < s.forgotten
	s.watching++
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.watching--
		s.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "application/json")
	lines := json.NewEncoder(w)
	if expired {
		gone := apierrors.NewResourceExpired("too old resource version").Status()
		gone.TypeMeta = metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}
		_ = lines.Encode(map[string]any{"type": "ERROR", "object": gone})
		return
	}
	for {
		s.mu.Lock()
		news, history := s.news, s.history[since:]
		s.mu.Unlock()
		for _, c := range history {
			if since = c.version; c.path == r.URL.Path {
				_ = lines.Encode(map[string]any{"type": c.kind, "object": c.object})
			}
		}
		w.(http.Flusher).Flush()
		select {
		case <-news:
		case <-cut:
			panic(http.ErrAbortHandler)
		case <-r.Context().Done():
			return
		}
	}
}
