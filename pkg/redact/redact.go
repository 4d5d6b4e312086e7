package redact

import (
	"fmt"
	"io"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Redactor replaces names and texts by tokens. It is not safe for concurrent use.
type Redactor struct {
	key        []byte
	vocabulary map[string]bool
	// knownNames maps the names of the cluster, in lower case, to their tokens.
	knownNames map[string]string
	// tokenOf maps what was replaced to its token, valueOf the other way round.
	tokenOf, valueOf map[string]string
	// cache maps texts to their redacted form; a watch redacts the same texts each second.
	cache map[string]string
}

// New makes a Redactor with a key from random. The words of the vocabulary are harmless. The
// error is that of random.
func New(random io.Reader, vocabulary ...string) (*Redactor, error) {
	r := &Redactor{
		key: make([]byte, keySize), vocabulary: map[string]bool{}, knownNames: map[string]string{}, tokenOf: map[string]string{}, valueOf: map[string]string{}, cache: map[string]string{},
	}
	if _, err := io.ReadFull(random, r.key); err != nil {
		return nil, fmt.Errorf("making a key for the redaction: %w", err)
	}
	r.addWords(harmlessWords)
	for _, text := range vocabulary {
		r.addWords(text)
	}
	return r, nil
}

// Snapshot returns a copy of a snapshot without anything that identifies the cluster. Fields
// that it does not know are left out.
func (r *Redactor) Snapshot(s *snapshot.Snapshot) *snapshot.Snapshot {
	r.learnSnapshot(s)
	redacted := &snapshot.Snapshot{
		NodesListed: s.NodesListed, EventsListed: s.EventsListed, TakenAt: s.TakenAt,
		Origin: r.redactOrigin(s.Origin), Skipped: s.Skipped, Settings: s.Settings, SavedBy: r.Text(s.SavedBy),
		Selection: snapshot.Selection{Selector: r.Text(s.Selection.Selector)},
		Impact:    r.redactImpact(s.Impact),
	}
	if c := s.Clock; c != nil {
		redacted.Clock = &snapshot.Clock{Earliest: c.Earliest, Latest: c.Latest, Doubt: r.Text(c.Doubt), Action: r.Text(c.Action)}
	}
	if s.Group != "" {
		redacted.Group = r.redactResourceID(s.Group)
	}
	for _, name := range s.Selection.Names {
		redacted.Selection.Names = append(redacted.Selection.Names, r.nodeName(name))
	}
	for i := range s.Nodes {
		redacted.Nodes = append(redacted.Nodes, r.redactNode(&s.Nodes[i]))
	}
	for _, n := range s.Scan {
		redacted.Scan = append(redacted.Scan, snapshot.NodeStatus{
			Name: r.nodeName(n.Name), Ready: n.Ready, Pool: r.poolName(n.Pool), Zone: r.Text(n.Zone), Size: r.Text(n.Size), Version: r.Text(n.Version),
		})
	}
	for i := range s.Events {
		redacted.Events = append(redacted.Events, r.redactEvent(&s.Events[i]))
	}
	for i := range s.Facts {
		redacted.Facts = append(redacted.Facts, r.redactFact(&s.Facts[i]))
	}
	for _, g := range s.Gaps {
		redacted.Gaps = append(redacted.Gaps, r.redactGap(g))
	}
	return redacted
}

// learnSnapshot learns all names of a snapshot, before any text is redacted.
func (r *Redactor) learnSnapshot(s *snapshot.Snapshot) {
	for _, name := range s.Selection.Names {
		r.learnNode(name)
	}
	for _, n := range s.Scan {
		r.learnNode(n.Name)
		r.learn(n.Pool, r.poolName(n.Pool))
	}
	for i := range s.Nodes {
		n := &s.Nodes[i]
		r.learnNode(n.Name)
		r.learnProvider(n.Spec.ProviderID)
		r.learn(n.Labels[snapshot.LabelPool], r.poolName(n.Labels[snapshot.LabelPool]))
		r.learnGroup(n.Labels[snapshot.LabelCluster])
		r.learn(n.Labels[corev1.LabelHostname], r.nodeName(n.Labels[corev1.LabelHostname]))
	}
	for i := range s.Events {
		r.learnNode(s.Events[i].InvolvedObject.Name)
	}
	for i := range s.Facts {
		if node := s.Facts[i].Node; node != "" {
			r.learnNode(node)
		}
	}
	r.learnImpact(s.Impact)
}

// redactGap redacts the texts of a gap.
func (r *Redactor) redactGap(g snapshot.Gap) snapshot.Gap {
	redacted := snapshot.Gap{Source: g.Source, Reason: r.Text(g.Reason), Action: r.Text(g.Action), Key: r.Text(g.Key)}
	if !g.Source.Known() {
		redacted.Source = snapshot.GapSource(r.Text(string(g.Source)))
	}
	for _, subject := range g.Subjects {
		redacted.Subjects = append(redacted.Subjects, r.Text(subject))
	}
	return redacted
}

// redactOrigin redacts an origin. A context always becomes a token, because users choose its
// name freely and may use harmless words.
func (r *Redactor) redactOrigin(o snapshot.Origin) snapshot.Origin {
	redacted := snapshot.Origin{Server: r.Text(o.Server), Demo: o.Demo, PagesOnly: o.PagesOnly}
	if o.Text != "" { // the names in it are not known
		redacted.Text = r.token("origin", o.Text)
	}
	if o.Context != "" {
		redacted.Context = r.Context(o.Context)
	}
	for _, name := range o.Files {
		redacted.Files = append(redacted.Files, r.Text(name))
	}
	for _, p := range o.Pages { // saved evidence can have anything in them
		p.What = r.Text(p.What)
		p.Hidden = slices.Clone(p.Hidden)
		for i := range p.Hidden {
			p.Hidden[i] = r.Text(p.Hidden[i])
		}
		redacted.Pages = append(redacted.Pages, p)
	}
	return redacted
}

// Context returns the token for a context of the kubeconfig, and replaces the name in all later
// texts. Users choose such a name freely, so it is replaced also where it is a word of the
// vocabulary, such as "production".
func (r *Redactor) Context(name string) string {
	token := r.token("context", name)
	if lower := strings.ToLower(name); name != "" && r.knownNames[lower] != token {
		r.knownNames[lower] = token
		clear(r.cache)
	}
	return token
}

// redactFact rebuilds a fact.
func (r *Redactor) redactFact(f *snapshot.Fact) snapshot.Fact {
	redacted := snapshot.Fact{
		Source: f.Source, Type: f.Type, Status: r.Text(f.Status), Reason: r.Text(f.Reason), Actor: r.Text(f.Actor), Message: r.redactMessage(f.Message),
		CorrelationID: r.idToken(f.CorrelationID), Time: f.Time, Until: f.Until, Count: f.Count,
	}
	if f.Source != snapshot.LeaseSource || f.Type != snapshot.Heartbeat { // saved evidence can have anything in them
		redacted.Source, redacted.Type = r.Text(f.Source), r.Text(f.Type)
	}
	if f.Node != "" {
		redacted.Node = r.nodeName(f.Node)
	}
	return redacted
}
