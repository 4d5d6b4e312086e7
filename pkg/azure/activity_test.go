package azure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

func TestALogOfManyPagesAndTwoGroups(t *testing.T) {
	server := kept(t)
	server.PageSize = 3
	server.Log = nil
	for i := range 40 {
		server.Log = append(server.Log, arm.Operation(i%3, "reimage", "", now.Add(-time.Duration(i+1)*6*time.Hour), time.Minute)...)
	}
	changed := []string{fmt.Sprintf(`{"caller":"zebra@contoso.example","correlationId":"w","eventTimestamp":%q,"operationName":{"value":"Microsoft.Web/sites/write"},"resourceId":"/subscriptions/s/resourceGroups/rg-shop/providers/Microsoft.Web/sites/page","status":{"value":"Succeeded"}}`, ago(day)),
		fmt.Sprintf(`{"caller":"zebra@contoso.example","correlationId":"n","eventTimestamp":%q,"operationName":{"value":"Microsoft.Network/routeTables/delete"},"resourceId":"/subscriptions/s/resourceGroups/rg-shop/providers/Microsoft.Network/routeTables/out","status":{"value":"Succeeded"}}`, ago(day))}
	server.Log = append(server.Log, changed...)
	server.Logs = map[string][]string{"rg-shop": changed}
	e := read(t, server, past(t, server))
	if len(e.Operations) != 40 || len(e.Gaps) > 0 {
		t.Errorf("%d operations, gaps %+v", len(e.Operations), e.Gaps)
	}
	// Of the log of the cluster's own group only what concerns a cluster is kept.
	var changes []string
	for _, f := range e.Changes {
		changes = append(changes, f.Reason+" "+f.Type+" "+f.Actor)
	}
	slices.Sort(changes)
	if want := []string{"Microsoft.Network/routeTables Delete Person", "Microsoft.Network/routeTables Delete Person", "Microsoft.Web/sites Write Person"}; !slices.Equal(changes, want) {
		t.Errorf("the changes are %q", changes)
	}
	groups := map[string]int{}
	for _, r := range server.Requests() {
		if _, group, ok := strings.Cut(r.Filter, "resourceGroupName eq "); ok {
			groups[group]++
		}
	}
	if groups["'mc_shop_prod_uksouth'"] < 8 || groups["'rg-shop'"] < 8 {
		t.Errorf("the log was asked for %v", groups)
	}
}

// The log keeps 90 days, and proves nothing where it is empty for want of a right.
func TestHowFarTheLogGoes(t *testing.T) {
	for name, c := range map[string]struct {
		since, until time.Duration
		refused      bool
		state        history.SourceState
		from         time.Duration
	}{
		"a month":     {since: 30 * day, state: history.Empty, from: 30 * day},
		"half a year": {since: 180 * day, state: history.Empty, from: 90*day - time.Hour},
		"last year":   {since: 300 * day, until: 200 * day, state: history.Missing},
		"no right":    {since: 30 * day, refused: true, state: history.Refused},
	} {
		server := kept(t)
		server.Log = nil
		if c.refused {
			server.Replace("/resourcegroups/mc_shop_prod_uksouth", arm.Reply{Status: 403})
		}
		h := past(t, server)
		h.Since, h.Until, h.Cluster = now.Add(-c.since), now.Add(-c.until), arm.Cluster
		e := read(t, server, h)
		i := slices.IndexFunc(e.Sources, func(s history.Source) bool { return s.Name == history.ActivityLog })
		if s := e.Sources[i]; s.State != c.state || c.from > 0 != !s.From.IsZero() || c.from > 0 && !s.From.Equal(now.Add(-c.from)) {
			t.Errorf("%s: %+v, gaps %+v", name, s, e.Gaps)
		}
		if gap := c.state == history.Missing || c.state == history.Refused; gap != slices.ContainsFunc(e.Gaps, func(g snapshot.Gap) bool { return strings.Contains(g.Subject(), "activity log") }) {
			t.Errorf("%s: gaps %+v", name, e.Gaps)
		}
	}
}
