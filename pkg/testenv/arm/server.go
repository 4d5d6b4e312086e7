package arm

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The names of what there is.
const (
	Subscription = "0b1f6471-1bf0-4dda-aec3-cb9272f09590"
	Group        = "mc_shop_prod_uksouth"
	ScaleSet     = "aks-user-15776247-vmss"
	// Size is that of the VMs, of which zone 2 has none.
	Size      = "Standard_D8ds_v5"
	Cluster   = "/subscriptions/" + Subscription + "/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/shop"
	cluster   = "/subscriptions/" + Subscription + "/resourcegroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/shop"
	groupPath = "/subscriptions/" + Subscription + "/resourceGroups/" + Group
	// NetworkGroup is the group of the subnet.
	NetworkGroup = "rg-net"
	setPath      = groupPath + "/providers/Microsoft.Compute/virtualMachineScaleSets/" + ScaleSet
)

// Reply is an answer. The zero status is 200; with Hang there is none until the client has left. Write, if set, writes
// what no other field can say.
type Reply struct {
	Status int
	Header map[string]string
	Body   string
	Hang   bool
	Write  func(http.ResponseWriter, *http.Request)
}

// Request is what was asked. A query of Log Analytics has a Query, and the header Prefer.
type Request struct{ Method, Path, Filter, Authorization, Prefer, Query, Timespan string }

// Server is the fake.
type Server struct {
	*httptest.Server
	// VMs is how many VMs the scale set has, from number 0 on.
	VMs int
	// Log are the entries of the activity log, newest first, PageSize how many a page has.
	Log      []string
	PageSize int
	// Tables are the answers to queries, by their names: collection, events, inventory. Of one that is not there the
	// service says that the table cannot be resolved.
	Tables map[string]string
	// Logs are those of other groups, by the name in lower case.
	Logs map[string][]string
	// Delay is how long each answer takes.
	Delay    time.Duration
	mutex    sync.Mutex
	requests []Request
	replies  map[string]Reply
	faults   map[string]Fault
	storage  *Storage
}

// New starts a server, which ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{VMs: 3, PageSize: 200, Tables: map[string]string{}, replies: map[string]Reply{}, faults: map[string]Fault{}}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.answer))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // of clients that leave
	s.StartTLS()
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s
}

// Settings writes the settings of an az whose active cloud is this server, and returns their folder.
func (s *Server) Settings(t testing.TB) string {
	t.Helper()
	dir, storage := t.TempDir(), ""
	if s.storage != nil {
		storage = "suffix_storage_endpoint = " + s.storage.host() + "\n"
	}
	for name, text := range map[string]string{
		"config":        "[cloud]\nname = Fake\n",
		"clouds.config": "[Fake]\nendpoint_resource_manager = " + s.URL + "/\nendpoint_active_directory = " + s.URL + "\nendpoint_active_directory_resource_id = https://management.core.windows.net/\nendpoint_log_analytics_resource_id = " + s.URL + "\n" + storage,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Replace makes paths that contain a part, in lower case, have another answer.
func (s *Server) Replace(part string, r Reply) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.replies[part] = r
}

// Requests returns what was asked until now.
func (s *Server) Requests() []Request {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.requests)
}

// answer answers one request.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	path := strings.ToLower(r.URL.Path)
	asked := Request{Method: r.Method, Path: path, Filter: r.URL.Query().Get("$filter"), Authorization: r.Header.Get("Authorization"), Prefer: r.Header.Get("Prefer")}
	if r.Method == http.MethodPost && strings.HasSuffix(path, "/query") {
		path += "#" + asked.readQuery(r)
	}
	s.mutex.Lock()
	s.requests = append(s.requests, asked)
	reply, replaced := Reply{}, ""
	for part, other := range s.replies { // the longest is the most exact
		if strings.Contains(path, part) && len(part) >= len(replaced) {
			reply, replaced = other, part
		}
	}
	if replaced == "" {
		reply = s.usual(r, path)
	}
	var broken Fault
	for part, fault := range s.faults {
		if strings.Contains(path, part) {
			broken = fault
		}
	}
	s.mutex.Unlock()
	select {
	case <-time.After(s.Delay):
	case <-r.Context().Done():
	}
	if broken.answer != nil {
		broken.answer(w, r, reply)
		return
	}
	reply.write(w, r)
}

// write sends an answer.
func (reply Reply) write(w http.ResponseWriter, r *http.Request) {
	switch {
	case reply.Hang:
		<-r.Context().Done()
		return
	case reply.Write != nil:
		reply.Write(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	for name, value := range reply.Header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(max(reply.Status, http.StatusOK))
	fmt.Fprint(w, reply.Body)
}

// Break makes answers to paths that contain a part, in lower case, go wrong; an empty part is all.
func (s *Server) Break(part string, f Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.faults[part] = f
}

// usual is the answer that nobody has replaced.
func (s *Server) usual(r *http.Request, path string) Reply {
	set := strings.ToLower(setPath)
	if reply, ok := s.signIn(path); ok {
		return reply
	}
	switch {
	case strings.Contains(path, "#"):
		return s.table(path)
	case strings.HasSuffix(path, "/retrievebootdiagnosticsdata"):
		return s.diagnostics(r)
	case strings.HasSuffix(path, "/eventtypes/management/values"):
		return s.log(r)
	case path == strings.ToLower(groupPath):
		return Reply{Body: fmt.Sprintf(`{"id":%q,"name":%q,"managedBy":%q,"properties":{"provisioningState":"Succeeded"}}`, groupPath, Group, cluster)}
	case path == strings.ToLower(cluster):
		return Reply{Body: fmt.Sprintf(`{"id":%q,"name":"shop","type":"Microsoft.ContainerService/ManagedClusters","identity":{"type":"SystemAssigned","principalId":"c1"},"properties":{"provisioningState":"Succeeded","nodeResourceGroup":"MC_shop_prod_uksouth","powerState":{"code":"Running"},"kubernetesVersion":"1.33.2","fqdn":"shop-1.hcp.uksouth.azmk8s.io","servicePrincipalProfile":{"clientId":"msi"},`+
			`"identityProfile":{"kubeletidentity":{"clientId":"k1"}},"oidcIssuerProfile":{"enabled":true,"issuerURL":"https://oidc.example/shop"},"networkProfile":{"outboundType":"loadBalancer"},"agentPoolProfiles":[]}}`, cluster)}
	case path == strings.ToLower(cluster)+"/agentpools":
		return Reply{Body: `{"value":[` + pool + `]}`}
	case path == strings.ToLower(cluster)+"/agentpools/user":
		return Reply{Body: pool}
	case strings.HasSuffix(path, "/availabilitystatuses"), strings.HasSuffix(path, "/locks"):
		return Reply{Body: `{"value":[]}`}
	case path == set:
		return Reply{Body: fmt.Sprintf(`{"id":%q,"name":%q,"type":"Microsoft.Compute/virtualMachineScaleSets","location":"uksouth","sku":{"name":"`+Size+`","capacity":3},"identity":{"type":"UserAssigned","userAssignedIdentities":{"/subscriptions/s/x/kubelet":{"clientId":"k1"}}},"properties":{"provisioningState":"Succeeded","virtualMachineProfile":{"networkProfile":{"networkInterfaceConfigurations":[{"properties":{"ipConfigurations":[`+
			`{"properties":{"subnet":{"id":%q},"loadBalancerBackendAddressPools":[{"id":"%s/providers/Microsoft.Network/loadBalancers/kubernetes/backendAddressPools/aksOutboundBackendPool"}]}}]}}]}}}}`, setPath, ScaleSet, subnet, groupPath)}
	case path == strings.ToLower(alonePath):
		return Reply{Body: AloneVM("running")}
	case path == set+"/virtualmachines":
		var all []string
		for i := range s.VMs {
			all = append(all, VM(i, "running"))
		}
		return Reply{Body: `{"value":[` + strings.Join(all, ",") + `]}`}
	case strings.HasPrefix(path, set+"/virtualmachines/") && strings.HasSuffix(path, "/instanceview"):
		return Reply{Body: `{"statuses":[{"code":"ProvisioningState/succeeded"},{"code":"PowerState/running"}],"vmAgent":{"statuses":[{"code":"ProvisioningState/succeeded","displayStatus":"Ready"}]}}`}
	case strings.HasPrefix(path, set+"/virtualmachines/"):
		var i int
		if _, err := fmt.Sscanf(path[len(set):], "/virtualmachines/%d", &i); err == nil && i < s.VMs {
			return Reply{Body: VM(i, "running")}
		}
	}
	return surroundings(path)
}

// Operation is what the log has of one thing that AKS did to a VM: its end and its start, newest first. What
// failed has a message.
func Operation(i int, verb, message string, at time.Time, took time.Duration) []string {
	return OperationOn(fmt.Sprintf("virtualMachineScaleSets/%s/virtualMachines/%d", ScaleSet, i), verb, message, at, took)
}

// OperationOn is the same on a VM that is not one of the scale set: how its ID goes on after that of Compute.
func OperationOn(vm, verb, message string, at time.Time, took time.Duration) []string {
	parts := strings.Split(vm, "/")
	number, kind := parts[len(parts)-1], "virtualMachines"
	if len(parts) > 2 {
		kind = "virtualMachineScaleSets/virtualmachines"
	}
	status := "Succeeded"
	if message != "" {
		status = "Failed"
	}
	entry := func(status, message string, at time.Time) string {
		return fmt.Sprintf(`{"caller":"a5","claims":{"appid":"7319c514-987d-4e9b-ac3d-d38c4f427f4c","idtyp":"app","name":"zebra@contoso.example"},"category":{"value":"Administrative"},`+
			`"correlationId":"%[1]s-%[2]s-%[3]d","eventTimestamp":%[4]q,"operationName":{"value":"Microsoft.Compute/%[8]s/%[1]s/action"},`+
			`"resourceId":"%[5]s/providers/Microsoft.Compute/%[9]s","status":{"value":%[6]q},"properties":{"statusMessage":%[7]q}}`,
			verb, number, at.Unix()/3600, at.UTC().Format(time.RFC3339Nano), groupPath, status, message, kind, vm)
	}
	return []string{entry(status, message, at.Add(took)), entry("Started", "", at)}
}
