package redact

import (
	"fmt"
	"io"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Redactor replaces names and texts by tokens. It is not safe for concurrent use.
type Redactor struct {
	key        []byte
	vocabulary map[string]bool
	names      names
	// tokenOf maps what was replaced to its token, valueOf the other way round.
	tokenOf, valueOf map[string]string
	// cache maps texts to their redacted form, as it is at one age of the names.
	cache    map[string]string
	cacheAge int
	memory   memory
}

// New makes a Redactor with a key from random. The words of the vocabulary are harmless. The
// error is that of random.
func New(random io.Reader, vocabulary ...string) (*Redactor, error) {
	r := &Redactor{
		key: make([]byte, keySize), vocabulary: map[string]bool{}, names: newNames(), tokenOf: map[string]string{}, valueOf: map[string]string{}, cache: map[string]string{},
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
// that it does not know are left out. Snapshots with Changes must be of one cluster and come in order.
func (r *Redactor) Snapshot(s *snapshot.Snapshot) *snapshot.Snapshot {
	r.recall(s)
	r.learnSnapshot(s)
	if r.renew() && s.Changes != nil {
		r.names.whole()
		defer r.names.settle()
	}
	redacted := &snapshot.Snapshot{
		NodesListed: s.NodesListed, EventsListed: s.EventsListed, TakenAt: s.TakenAt,
		Origin: r.redactOrigin(s.Origin), Skipped: s.Skipped, Settings: s.Settings, SavedBy: r.Text(s.SavedBy),
		Selection: snapshot.Selection{Selector: r.Text(s.Selection.Selector)},
		Impact:    r.redactImpact(s.Impact), Scan: r.scan(),
		Nodes: slices.Grow([]corev1.Node(nil), len(s.Nodes)), Events: slices.Grow([]corev1.Event(nil), len(s.Events)),
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
		redacted.Nodes = append(redacted.Nodes, r.node(&s.Nodes[i]))
	}
	for i := range s.Events {
		redacted.Events = append(redacted.Events, r.event(&s.Events[i]))
	}
	redacted.Changes = r.redactChanges(s.Changes)
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
	if s.Origin.Context != "" {
		r.Context(s.Origin.Context)
	}
	for _, name := range s.Selection.Names {
		r.learnNode(name)
	}
	r.learnLines()
	r.learnObjects(s)
	for i := range s.Facts {
		if node := s.Facts[i].Node; node != "" {
			r.learnNode(node)
		}
	}
	r.learnImpact(s.Impact)
}

// learnNames learns the names in a node.
func (r *Redactor) learnNames(n *corev1.Node) {
	r.learnNode(n.Name)
	r.learnProvider(n.Spec.ProviderID)
	r.learn(n.Labels[snapshot.LabelPool], r.poolName)
	r.learnGroup(n.Labels[snapshot.LabelCluster])
	r.learn(n.Labels[corev1.LabelHostname], r.nodeName)
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
	if name != "" && !r.names.has(name) {
		r.names.add(name, token)
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
