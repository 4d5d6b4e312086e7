package arm

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// log is a page of the activity log of a group, which names the next one.
func (s *Server) log(r *http.Request) Reply {
	entries, filter := s.Log, strings.ToLower(r.URL.Query().Get("$filter"))
	if !strings.Contains(filter, "'"+Group+"'") {
		entries = nil
		for name, other := range s.Logs {
			if strings.Contains(filter, "'"+name+"'") {
				entries = other
			}
		}
	}
	var from int
	_, _ = fmt.Sscanf(r.URL.Query().Get("$skipToken"), "%d", &from) // the first page has none
	entries = inTime(entries, filter)
	to, next := min(from+s.PageSize, len(entries)), ""
	if to < len(entries) {
		q := r.URL.Query()
		q.Set("$skipToken", strconv.Itoa(to))
		next = fmt.Sprintf(`,"nextLink":"%s%s?%s"`, s.URL, r.URL.Path, q.Encode())
	}
	return Reply{Body: `{"value":[` + strings.Join(entries[min(from, to):to], ",") + `]` + next + `}`}
}

// inTime returns those entries that are of the time that a filter asks for.
func inTime(entries []string, filter string) []string {
	quoted := strings.Split(strings.ToUpper(filter), "'")
	if len(quoted) < 5 {
		return entries
	}
	var all []string
	for _, entry := range entries {
		var read struct{ EventTimestamp string }
		if json.Unmarshal([]byte(entry), &read) == nil && read.EventTimestamp >= quoted[1] && read.EventTimestamp <= quoted[3] {
			all = append(all, entry)
		}
	}
	return all
}

// Changed is an entry of the log: a person wrote or deleted a resource, whose ID follows that of its group.
func Changed(group, resource, verb string, at time.Time) string {
	parts := strings.Split(resource, "/")
	kind := parts[0]
	for i := 1; i < len(parts); i += 2 {
		kind += "/" + parts[i]
	}
	return fmt.Sprintf(`{"caller":"zebra@contoso.example","claims":{"idtyp":"user"},"category":{"value":"Administrative"},"correlationId":"change-%d","eventTimestamp":%q,`+
		`"operationName":{"value":"%s/%s"},"resourceId":"/subscriptions/%s/resourceGroups/%s/providers/%s","status":{"value":"Succeeded"}}`,
		at.Unix(), at.UTC().Format(time.RFC3339Nano), kind, verb, Subscription, group, resource)
}
