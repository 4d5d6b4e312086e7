package azure

import (
	"cmp"
	"context"
	"errors"
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

// errNoRegion is for what is asked by region.
var errNoRegion = errors.New("no node shows its region, by which it is asked for")

// capacity returns what is asked about quotas and sizes.
func (g *group) capacity(sources []string) []*question {
	var all []*question
	var err error
	if g.region == "" {
		err = errNoRegion
	}
	region := cmp.Or(g.region, "the region")
	if slices.Contains(sources, answers.SourceQuota) {
		all = append(all, &question{
			subject: "the quotas of " + region, list: true, err: err,
			path: g.compute("locations/"+url.PathEscape(g.region)+"/usages", versionUsages),
		})
	}
	if slices.Contains(sources, answers.SourceSize) {
		filter := url.QueryEscape("location eq '" + strings.ReplaceAll(g.region, "'", "''") + "'")
		all = append(all, &question{
			subject: "the VM sizes that " + region + " offers", list: true, sizes: true, err: err,
			path: g.compute("skus", versionSizes) + "&$filter=" + strings.ReplaceAll(filter, "+", "%20"),
		})
	}
	return all
}

// compute is the address of something of Compute in the subscription.
func (g *group) compute(resource, version string) string {
	return fmt.Sprintf("/subscriptions/%s/providers/Microsoft.Compute/%s?api-version=%s", url.PathEscape(g.subscription), resource, version)
}
