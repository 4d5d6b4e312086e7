package azure

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// further asks what problems depend on, by what was asked before and what is known of it: the sources of facts say what.
func (g *group) further(ctx context.Context, c *client, sources []string, asked []*question, known []snapshot.Fact) []*question {
	var all []*question
	network := slices.Contains(sources, answers.SourceNetwork) || slices.Contains(sources, answers.SourceSecurityGroup)
	if network {
		all = g.wayOut(asked, known)
	}
	all = askAll(ctx, c, append(all, g.capacity(sources)...))
	if network {
		all = append(all, askAll(ctx, c, filters(slices.Concat(asked, all)))...)
	}
	return all
}

// capacity returns what is asked about quotas and sizes.
func (g *group) capacity(sources []string) []*question {
	var all []*question
	if g.region == "" { // no node shows where to ask
		return all
	}
	if slices.Contains(sources, answers.SourceQuota) {
		all = append(all, &question{
			subject: "the quotas of " + g.region, list: true,
			path: g.compute("locations/"+url.PathEscape(g.region)+"/usages", versionUsages),
		})
	}
	if slices.Contains(sources, answers.SourceSize) {
		filter := url.QueryEscape("location eq '" + strings.ReplaceAll(g.region, "'", "''") + "'")
		all = append(all, &question{
			subject: "the VM sizes that " + g.region + " offers", list: true, sizes: true,
			path: g.compute("skus", versionSizes) + "&$filter=" + strings.ReplaceAll(filter, "+", "%20"),
		})
	}
	return all
}

// compute is the address of something of Compute in the subscription.
func (g *group) compute(resource, version string) string {
	return fmt.Sprintf("/subscriptions/%s/providers/Microsoft.Compute/%s?api-version=%s", url.PathEscape(g.subscription), resource, version)
}
