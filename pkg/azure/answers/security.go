package answers

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// securityGroup adds whether the rules of a network security group deny what nodes need of the internet: TCP to port 443. Rules
// whose part in that cannot be judged are said to be so.
func (r *reading) securityGroup(o object) {
	if r.partial {
		return // what is missing can decide
	}
	var rules []rule
	for _, one := range slices.Concat(o.list("securityrules"), o.list("defaultsecurityrules")) {
		if strings.EqualFold(one.text("direction"), "Outbound") {
			rules = append(rules, newRule(one))
		}
	}
	slices.SortStableFunc(rules, func(a, b rule) int { return cmp.Compare(a.priority, b.priority) })
	name := o.text("name")
	internet, text := decide(rules, "internet")
	if cloud, why := decide(rules, "azurecloud"); internet != denies && cloud == denies {
		internet, text = cloud, why
	}
	kind := "Rules"
	if internet == unclear {
		kind = UnclearRules // no check looks at them: they are shown as they are
	}
	r.ofNodes(snapshot.Fact{Source: sourceSecurityGroup, Type: kind, Status: string(internet), Reason: name, Message: text})
}

// UnclearRules is the Type of the fact that the rules of a network security group cannot be judged.
const UnclearRules = "UnclearRules"

// effect is what the rules of a network security group do.
type effect string

// The effects.
const (
	denies  effect = "Deny"
	allows  effect = "Allow"
	unclear effect = "Unclear"
)

// extent is how much of the traffic something is about.
type extent int

// The extents, the smallest first.
const (
	none extent = iota
	some
	all
)

// rule is an outbound rule.
type rule struct {
	name     string
	priority int
	effect   effect
	// others is what it is about but for the destination, which is a list of its own.
	others       extent
	destinations []string
}

// newRule reads a rule. One that cannot be read is about something, with no known effect.
func newRule(o object) rule {
	priority, err := strconv.Atoi(o.text("priority"))
	r := rule{name: o.text("name"), priority: priority, effect: unclear, destinations: either(o, "destinationaddressprefix", "destinationaddressprefixes")}
	for _, known := range []effect{denies, allows} {
		if err == nil && strings.EqualFold(o.text("access"), string(known)) {
			r.effect = known
		}
	}
	r.others = min(ofProtocol(o.text("protocol")), ofPorts(either(o, "destinationportrange", "destinationportranges")), ofSources(o))
	if len(o.list("destinationapplicationsecuritygroups")) > 0 {
		r.others = none // they are in the virtual network
	}
	return r
}

// either returns what a rule has once, or several times.
func either(o object, one, many string) []string {
	if text := o.text(one); text != "" {
		return append(o.texts(many), text)
	}
	return o.texts(many)
}

func ofProtocol(name string) extent {
	switch strings.ToLower(name) {
	case "*", "tcp":
		return all
	case "":
		return some
	default:
		return none
	}
}

// ofPorts says whether port 443 is in one of the ranges.
func ofPorts(ranges []string) extent {
	if len(ranges) == 0 {
		return some
	}
	found := none
	for _, text := range ranges {
		low, high, isRange := strings.Cut(text, "-")
		if !isRange {
			high = low
		}
		from, err := strconv.Atoi(strings.TrimSpace(low))
		to, err2 := strconv.Atoi(strings.TrimSpace(high))
		switch {
		case text == "*", err == nil && err2 == nil && from <= 443 && 443 <= to:
			return all
		case err != nil || err2 != nil:
			found = some
		}
	}
	return found
}

// ofSources says whether a rule is about nodes: they are in the virtual network, at addresses that are not known here.
func ofSources(o object) extent {
	if len(o.list("sourceapplicationsecuritygroups")) > 0 {
		return some
	}
	sources := either(o, "sourceaddressprefix", "sourceaddressprefixes")
	found := none
	for _, s := range sources {
		switch strings.ToLower(s) {
		case "*", "0.0.0.0/0", "virtualnetwork":
			return min(all, ofSourcePorts(o))
		case "internet", "azureloadbalancer":
		default:
			found = some
		}
	}
	if len(sources) == 0 {
		return some
	}
	return found
}

func ofSourcePorts(o object) extent {
	if ports := either(o, "sourceportrange", "sourceportranges"); len(ports) == 0 || slices.Contains(ports, "*") {
		return all
	}
	return some
}

// to says how much of the traffic to a destination, the tag of a service in lower case, a rule is about.
func (r *rule) to(destination string) extent {
	found := none
	if len(r.destinations) == 0 {
		found = some
	}
	for _, d := range r.destinations {
		found = max(found, covers(strings.ToLower(d), destination))
	}
	return min(found, r.others)
}

// covers says how much of a destination is at an address or a tag. The tag Internet has the addresses of Azure too, and the tag
// VirtualNetwork what routes of the user are for: that can be all addresses.
// Source: https://learn.microsoft.com/azure/virtual-network/service-tags-overview
func covers(prefix, destination string) extent {
	switch prefix {
	case "*", "0.0.0.0/0", "internet", destination:
		return all
	case "azureloadbalancer", "azureplatformdns", "azureplatformimds", "azureplatformlkm":
		return none
	}
	addresses, err := netip.ParsePrefix(prefix)
	if err != nil {
		address, err := netip.ParseAddr(prefix)
		if err != nil {
			return some // the tag of a service
		}
		addresses = netip.PrefixFrom(address, address.BitLen())
	}
	if scrub.PlatformAddresses[addresses.Addr().String()] && addresses.IsSingleIP() || slices.ContainsFunc(notOfInternet, func(p netip.Prefix) bool {
		return p.Bits() <= addresses.Bits() && p.Contains(addresses.Addr())
	}) {
		return none
	}
	return some // a wider prefix than a private one is not private
}

// notOfInternet are the addresses that are private or of one link.
var notOfInternet = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("fc00::/7"), netip.MustParsePrefix("fe80::/10"),
}

// decide returns what rules, in their order, do with the traffic to a destination, and which of them.
func decide(rules []rule, destination string) (found effect, text string) {
	var allowed, denied, unknown []string
	for i := range rules {
		r := &rules[i]
		switch extent := r.to(destination); {
		case extent == none:
		case r.effect == unclear:
			unknown = append(unknown, r.name)
		case extent == all && len(unknown) == 0 && (r.effect == denies && len(allowed) == 0 || r.effect == allows && len(denied) == 0):
			return r.effect, r.says(r.effect)
		case extent == all:
			return unclear, strings.TrimSuffix(fmt.Sprintf("%s; before it, for a part of that: %s", r.says(r.effect),
				strings.Join(slices.Concat(prefixed("allowed by ", allowed), prefixed("denied by ", denied), prefixed("not understood: ", unknown)), ", ")), ": ")
		case r.effect == allows:
			allowed = append(allowed, r.name)
		default:
			denied = append(denied, r.name)
		}
	}
	return unclear, "no rule decides on TCP 443 to the internet"
}

// says is a sentence about what a rule does.
func (r *rule) says(e effect) string {
	verb := map[effect]string{denies: "denies", allows: "allows"}[e]
	return scrub.Text(fmt.Sprintf("rule %s, priority %d, %s TCP 443 to %s", r.name, r.priority, verb, strings.Join(r.destinations, ", ")))
}

// maxNamed is how many rules are named in one sentence.
const maxNamed = 3

func prefixed(prefix string, names []string) []string {
	if len(names) > maxNamed {
		names = append(names[:maxNamed:maxNamed], fmt.Sprintf("%d more", len(names)-maxNamed))
	}
	named := make([]string, len(names))
	for i, name := range names {
		named[i] = prefix + scrub.Text(name)
	}
	return named
}
