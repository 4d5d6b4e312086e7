package answers

import "strings"

// The kinds of who did something.
const (
	actorAKS      = "AKS"
	actorCluster  = "ClusterIdentity"
	actorOther    = "OtherIdentity"
	actorPerson   = "Person"
	actorPlatform = "Platform"
)

// aksApplication is the application as which AKS itself calls, the same in every tenant.
// Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
const aksApplication = "7319c514-987d-4e9b-ac3d-d38c4f427f4c"

// caller is who did something, as the log names it. It does not leave this package.
type caller struct {
	name, application, identity, kind string
	platform                          bool
}

// callerOf reads who wrote an entry of the activity log.
func callerOf(entry object) caller {
	claims := entry.child("claims")
	return caller{
		name: strings.ToLower(entry.text("caller")), application: strings.ToLower(claims.text("appid")),
		identity: strings.ToLower(claims.text("xms_mirid")), kind: strings.ToLower(claims.text("idtyp")),
		platform: entry.text("category") == "ResourceHealth" || entry.text("category") == "ServiceHealth",
	}
}

// known says whether anything is known of the caller.
func (c caller) known() bool { return c.name+c.application+c.identity != "" || c.platform }

// identities are the identities of the clusters that a text shows, in lower case: IDs of their
// resources, of their objects and of their applications.
type identities map[string]bool

// addCluster adds the identities of a cluster.
func (all identities) addCluster(o object) {
	add := func(ids ...string) {
		for _, id := range ids {
			if id = strings.ToLower(id); id != "" && id != "msi" {
				all[id] = true
			}
		}
	}
	own := o.child("identity")
	add(own.text("principalid"), o.child("serviceprincipalprofile").text("clientid"))
	for id, v := range own.child("userassignedidentities") {
		one, _ := v.(object)
		add(id, one.text("principalid"), one.text("clientid"))
	}
	for _, v := range o.child("identityprofile") {
		one, _ := v.(object)
		add(one.text("resourceid"), one.text("objectid"), one.text("clientid"))
	}
}

// actor returns the kind of a caller. Of an identity that is not of AKS only the cluster itself says
// whether it is its own: without it, the kind is not known.
func (all identities) actor(c caller) string {
	own := all[c.name] || all[c.application] || all[c.identity]
	identity := c.identity != "" || c.kind == "app" || c.name != "" && !strings.Contains(c.name, "@")
	switch {
	case c.application == aksApplication || c.name == aksApplication:
		return actorAKS
	case own, strings.Contains(c.identity, "/managedclusters/"):
		return actorCluster
	case c.kind == "user", strings.Contains(c.name, "@"):
		return actorPerson
	case identity && len(all) > 0:
		return actorOther
	case c.platform && !identity:
		return actorPlatform
	default:
		return ""
	}
}
