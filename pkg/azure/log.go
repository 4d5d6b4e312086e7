package azure

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// before is how long before an outage the log is read from: what was changed then is shown.
	before = diagnosis.ChangeWindow
	// lag is for how long what happened can be missing in the log.
	// Source: https://learn.microsoft.com/azure/azure-monitor/data-sources
	lag = 15 * time.Minute
	// retention is how far back the log goes; a question that begins earlier is refused. An hour is for clocks
	// that differ.
	// Source: https://learn.microsoft.com/azure/azure-monitor/platform/activity-log
	retention = 90*24*time.Hour - time.Hour
)

// since returns from when on the log is read for the nodes of a group.
func (g *group) since(now time.Time) time.Time {
	since := now
	for i := range g.targets {
		if b := g.targets[i].began; !b.IsZero() && b.Before(since) {
			since = b
		}
	}
	return snapshot.Later(since.Add(-before), now.Add(-retention))
}

// began returns when the last outage of a node of the group began, now where that is not known.
func (g *group) began(now time.Time) time.Time {
	var last time.Time
	for i := range g.targets {
		last = snapshot.Later(last, g.targets[i].began)
	}
	if last.IsZero() || last.After(now) {
		return now
	}
	return last
}

// logPath is the address of the log of a resource group, in the form that the log documents: a time, and a group.
func logPath(subscription, group string, from, to time.Time) string {
	filter := fmt.Sprintf("eventTimestamp ge '%s' and eventTimestamp le '%s' and resourceGroupName eq '%s'",
		from.UTC().Format(time.RFC3339), to.UTC().Format(time.RFC3339), strings.ReplaceAll(group, "'", "''"))
	return "/subscriptions/" + url.PathEscape(subscription) + "/providers/Microsoft.Insights/eventtypes/management/values?api-version=" + versionLog +
		"&$filter=" + strings.ReplaceAll(url.QueryEscape(filter), "+", "%20")
}

// settled says whether a log that was read whole at a time has all there is about a node: the log goes back to before its outage, and
// has had the time to catch up since anything last happened.
func (g *group) settled(t *target, now time.Time) bool {
	return !t.began.IsZero() && !t.began.Add(-before).Before(g.since(now)) && !t.latest.After(now.Add(-lag))
}
