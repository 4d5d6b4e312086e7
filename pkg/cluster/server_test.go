package cluster

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// tableVersion is the resource version of a Table.
const tableVersion = "4711"

// apiServer answers like an API server in all that matters to this package: Table or objects,
// protobuf or JSON, selectors, pages. A script can answer instead.
type apiServer struct {
	*httptest.Server
	nodes  []corev1.Node
	events []corev1.Event
	extras
	// noTable makes the server ignore as=Table.
	noTable bool
	// noVersion makes the server leave the resource version out of Tables.
	noVersion bool
	// script returns the answer to a request, or nil for the usual one. It is called
	// with the number of earlier requests of the same line.
	script func(line string, earlier int) http.HandlerFunc
	// date is the Date of all answers, none if it is zero.
	date time.Time
	// tables holds how many rows each Table had, by label selector.
	tables sync.Map

	mu       sync.Mutex
	lines    []string
	headers  []http.Header
	inFlight int
	most     int
}

func newAPIServer(t *testing.T) *apiServer {
	t.Helper()
	s := &apiServer{}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// requests returns the paths and queries of the requests, sorted; queries are in order.
func (s *apiServer) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(slices.Values(s.lines))
}

func (s *apiServer) enter(r *http.Request) (line string, earlier int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	line = strings.TrimPrefix(r.URL.Path, "/api/v1/")
	if query := r.URL.Query(); len(query) > 0 {
		// Encode sorts by key.
		line += "?" + strings.NewReplacer("%3D", "=", "%2C", ",").Replace(query.Encode())
	}
	for _, l := range s.lines {
		if l == line {
			earlier++
		}
	}
	s.lines = append(s.lines, line)
	s.headers = append(s.headers, r.Header.Clone())
	s.inFlight++
	s.most = max(s.most, s.inFlight)
	return line, earlier
}

func (s *apiServer) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight--
}

func (s *apiServer) serve(w http.ResponseWriter, r *http.Request) {
	line, earlier := s.enter(r)
	defer s.leave()
	w.Header()["Date"] = nil // that of this computer is not the test's
	if !s.date.IsZero() {
		w.Header().Set("Date", s.date.Format(http.TimeFormat))
	}
	if s.script != nil {
		if answer := s.script(line, earlier); answer != nil {
			answer(w, r)
			return
		}
	}
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v1/"), "/")
	switch {
	case len(parts) == 1 && parts[0] == "nodes":
		s.listNodes(w, r)
	case len(parts) == 2 && parts[0] == "nodes":
		s.getNode(w, r, parts[1])
	case len(parts) == 3 && parts[2] == "events":
		s.listEvents(w, r, parts[1])
	case s.serveExtra(w, r):
	default:
		http.NotFound(w, r)
	}
}

func (s *apiServer) getNode(w http.ResponseWriter, r *http.Request, name string) {
	for i := range s.nodes {
		if s.nodes[i].Name == name {
			send(w, r, &s.nodes[i])
			return
		}
	}
	status(apierrors.NewNotFound(corev1.Resource("nodes"), name))(w, r)
}

func (s *apiServer) listNodes(w http.ResponseWriter, r *http.Request) {
	selector, err := labels.Parse(r.URL.Query().Get("labelSelector"))
	if err != nil {
		status(apierrors.NewBadRequest(err.Error()))(w, r)
		return
	}
	var selected []corev1.Node
	for i := range s.nodes {
		if selector.Matches(labels.Set(s.nodes[i].Labels)) {
			selected = append(selected, s.nodes[i])
		}
	}
	if strings.Contains(r.Header.Get("Accept"), "as=Table") && !s.noTable {
		s.sendTable(w, r, selected)
		return
	}
	list := &corev1.NodeList{}
	list.Items, list.Continue = page(selected, r)
	send(w, r, list)
}

func (s *apiServer) listEvents(w http.ResponseWriter, r *http.Request, namespace string) {
	selector := fields.ParseSelectorOrDie(r.URL.Query().Get("fieldSelector"))
	var selected []corev1.Event
	for _, e := range s.events {
		if e.Namespace == namespace && selector.Matches(fields.Set{"involvedObject.kind": e.InvolvedObject.Kind}) {
			selected = append(selected, e)
		}
	}
	list := &corev1.EventList{}
	list.Items, list.Continue = page(selected, r)
	send(w, r, list)
}

// page returns the page that the request's limit and continue token select.
func page[T any](all []T, r *http.Request) ([]T, string) {
	start, _ := strconv.Atoi(r.URL.Query().Get("continue"))
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	if limit == 0 || start+limit >= len(all) {
		return all[start:], ""
	}
	return all[start : start+limit], strconv.Itoa(start + limit)
}

// sendTable prints nodes like the real server, which has these columns and more. Like the real
// one it ignores the limit for resource version 0.
func (s *apiServer) sendTable(w http.ResponseWriter, r *http.Request, nodes []corev1.Node) {
	table := metav1.Table{
		TypeMeta:          metav1.TypeMeta{APIVersion: "meta.k8s.io/v1", Kind: "Table"},
		ColumnDefinitions: []metav1.TableColumnDefinition{{Name: "Name"}, {Name: "Status"}, {Name: "Age"}, {Name: "Version"}},
	}
	if !s.noVersion {
		table.ResourceVersion = tableVersion
	}
	if r.URL.Query().Get("resourceVersion") != "0" {
		nodes, table.Continue = page(nodes, r)
	}
	s.tables.Store(r.URL.Query().Get("labelSelector"), len(nodes))
	for i := range nodes {
		state := "NotReady"
		if snapshot.Ready(&nodes[i]) {
			state = "Ready"
		}
		if nodes[i].Spec.Unschedulable {
			state += ",SchedulingDisabled"
		}
		table.Rows = append(table.Rows, metav1.TableRow{Cells: []any{nodes[i].Name, state, "5d", nodes[i].Status.NodeInfo.KubeletVersion}})
	}
	sendJSON(w, table)
}

func sendJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		panic(fmt.Sprintf("encoding a test answer: %v", err))
	}
}

// send answers with an object, in protobuf if the client accepts it.
func send(w http.ResponseWriter, r *http.Request, obj runtime.Object) {
	media := runtime.ContentTypeJSON
	if strings.HasPrefix(r.Header.Get("Accept"), runtime.ContentTypeProtobuf) {
		media = runtime.ContentTypeProtobuf
	}
	info, _ := runtime.SerializerInfoForMediaType(scheme.Codecs.SupportedMediaTypes(), media)
	versions := schema.GroupVersions{corev1.SchemeGroupVersion, coordinationv1.SchemeGroupVersion, policyv1.SchemeGroupVersion}
	data, err := runtime.Encode(scheme.Codecs.EncoderForVersion(info.Serializer, versions), obj)
	if err != nil {
		panic(fmt.Sprintf("encoding a test answer: %v", err))
	}
	w.Header().Set("Content-Type", media)
	_, _ = w.Write(data)
}
