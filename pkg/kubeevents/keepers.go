package kubeevents

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// Kept returns the rows that other keepers of events make of events: answers and hits of Elasticsearch as
// Metricbeat fills it, lines of Loki in logfmt, and tables of Kusto that a team fills itself. It returns none
// for any other object.
func Kept(data []byte) []Row {
	var o keeper
	if json.Unmarshal(data, &o) != nil {
		return nil
	}
	var rows []Row
	add := func(r Row) {
		if r["reason"] != "" && r["objectkind"] != "" {
			rows = append(rows, r)
		}
	}
	switch {
	case o.Source != nil:
		add(o.Source.row())
	case len(o.Hits.Hits) > 0:
		for i := range o.Hits.Hits {
			if o.Hits.Hits[i].Source != nil {
				add(o.Hits.Hits[i].Source.row())
			}
		}
	case o.Line != "":
		add(o.lokiRow())
	default:
		add(o.kustoRow())
	}
	return rows
}

// keeper has the fields of all these objects.
type keeper struct {
	// Source is a hit of Elasticsearch, Hits an answer with several.
	Source *elasticSource `json:"_source"`
	Hits   struct {
		Hits []struct {
			Source *elasticSource `json:"_source"`
		} `json:"hits"`
	} `json:"hits"`

	// Line is a line of Loki, which logcli prints with its time.
	Line      string `json:"line"`
	Timestamp string `json:"timestamp"`

	// The rest are the columns of a table of a team's own.
	ObjectKind, ObjectName, Namespace, Reason, Message, Type, FirstSeen, LastSeen, Component string
	Count                                                                                    float64
	Log                                                                                      struct {
		EventTime string `json:"event_time"`
	}
}

// elasticSource is an event as Metricbeat writes it.
// Source: https://www.elastic.co/docs/reference/beats/metricbeat/exported-fields-kubernetes
type elasticSource struct {
	Timestamp  string `json:"@timestamp"`
	Kubernetes struct {
		Event struct {
			Reason, Type, Message string
			Count                 float64
			InvolvedObject        struct{ Kind, Name string } `json:"involved_object"`
			Metadata              struct {
				Namespace string
				Timestamp struct{ Created string }
			}
			Timestamp struct {
				First string `json:"first_occurrence"`
				Last  string `json:"last_occurrence"`
			}
			Source struct{ Component string }
		}
	}
}

func (s *elasticSource) row() Row {
	e := &s.Kubernetes.Event
	return Row{
		columnTime: cmp.Or(e.Metadata.Timestamp.Created, s.Timestamp), "objectkind": e.InvolvedObject.Kind, "name": e.InvolvedObject.Name,
		"namespace": e.Metadata.Namespace, "reason": e.Reason, "message": e.Message, "kubeeventtype": e.Type, "sourcecomponent": e.Source.Component,
		"count": strconv.FormatFloat(e.Count, 'f', -1, 64), "firstseen": e.Timestamp.First, "lastseen": e.Timestamp.Last,
	}
}

// logfmtField is a field of a line in logfmt: its name, and its value with or without quotes.
var logfmtField = lazy.Pattern(`([A-Za-z_]+)=("(?:[^"\\]|\\.)*"|[^\s"]*)`)

// lokiRow reads a line of Grafana Alloy's or the Agent's loki.source.kubernetes_events.
// Source: https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.kubernetes_events
func (o *keeper) lokiRow() Row {
	fields := map[string]string{}
	for _, m := range logfmtField().FindAllStringSubmatch(o.Line, -1) {
		value := m[2]
		if text, err := strconv.Unquote(value); err == nil {
			value = text
		}
		fields[strings.ToLower(m[1])] = value
	}
	return Row{
		columnTime: o.Timestamp, "objectkind": fields["kind"], "name": fields["name"], "reason": fields["reason"], "message": fields["msg"],
		"kubeeventtype": fields["type"], "sourcecomponent": cmp.Or(fields["reportingcontroller"], fields["sourcecomponent"]), "count": fields["count"],
	}
}

func (o *keeper) kustoRow() Row {
	return Row{
		columnTime: cmp.Or(o.Log.EventTime, o.FirstSeen, o.Timestamp), "objectkind": o.ObjectKind, "name": o.ObjectName, "namespace": o.Namespace,
		"reason": o.Reason, "message": o.Message, "kubeeventtype": o.Type, "sourcecomponent": o.Component,
		"count": strconv.FormatFloat(o.Count, 'f', -1, 64), "firstseen": o.FirstSeen, "lastseen": o.LastSeen,
	}
}
