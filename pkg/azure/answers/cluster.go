package answers

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// cluster adds what AKS says of a cluster and its node pools. What is not there proves something only
// in an answer that is whole.
func (r *reading) cluster(o object) {
	add := func(kind, status, reason string) {
		if status != "" {
			r.fact(snapshot.Fact{Source: sourceCluster, Type: kind, Status: status, Reason: reason})
		}
	}
	if f, ok := provisioning(o); ok {
		f.Source = sourceCluster
		r.fact(f)
	}
	add("PowerState", o.child("powerstate").text("code"), "")
	out := o.child("networkprofile").text("outboundtype")
	if strings.HasSuffix(strings.ToLower(out), "natgateway") {
		add("OutboundType", "NATGateway", out)
	} else {
		add("OutboundType", out, "")
	}
	switch id := o.child("serviceprincipalprofile").text("clientid"); {
	case strings.EqualFold(id, "msi"), id == "" && o.child("identity").has("type"):
		add("Credential", "ManagedIdentity", "")
	case id != "":
		add("Credential", "ServicePrincipal", "")
	}
	access := o.child("apiserveraccessprofile")
	whole := !r.partial && o.has("networkprofile") // it is no selection of members
	switch {
	case len(access.texts("authorizedipranges")) > 0:
		add("AuthorizedRanges", "Set", "")
	case whole:
		add("AuthorizedRanges", "None", "")
	}
	switch {
	case access.text("enableprivatecluster") == "true":
		add("PrivateCluster", "True", "")
	case whole && access.text("enablevnetintegration") != "true": // with it nodes reach the API server privately
		add("PrivateCluster", "False", "")
	}
	switch proxy := o.child("httpproxyconfig"); {
	case proxy != nil && proxy.text("enabled") != "false":
		add("Proxy", present, "") // its addresses are not needed
	case proxy == nil && whole:
		add("Proxy", "None", "")
	}
	for _, p := range o.list("agentpoolprofiles") {
		r.pool(p)
	}
}
