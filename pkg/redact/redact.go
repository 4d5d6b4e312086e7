package redact

import (
	"fmt"
	"io"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Redactor replaces names and texts by tokens. It is not safe for concurrent use.
type Redactor struct {
	key        []byte
	vocabulary map[string]bool
	// known are the names of the cluster, in lower case, with their tokens.
	known map[string]string
	// issued are the tokens by what they stand for, and taken the other way round.
	issued, taken map[string]string
	// judged are texts with what became of them: a watch sees the same ones each second.
	judged map[string]string
}

// New makes a Redactor with a key from random and with a vocabulary: texts whose words are
// harmless. The error is that of random.
func New(random io.Reader, vocabulary ...string) (*Redactor, error) {
	r := &Redactor{
		key: make([]byte, keySize), vocabulary: map[string]bool{}, known: map[string]string{}, issued: map[string]string{}, taken: map[string]string{}, judged: map[string]string{},
	}
	if _, err := io.ReadFull(random, r.key); err != nil {
		return nil, fmt.Errorf("making a key for the redaction: %w", err)
	}
	r.addWords(wordsFile)
	for _, text := range vocabulary {
		r.addWords(text)
	}
	return r, nil
}

// Snapshot is a snapshot without anything that tells whose cluster it is. What it does not
// know of stays out.
func (r *Redactor) Snapshot(s *snapshot.Snapshot) *snapshot.Snapshot {
	r.learnAll(s)
	redacted := &snapshot.Snapshot{
		NodesListed: s.NodesListed, EventsListed: s.EventsListed, TakenAt: s.TakenAt,
		Origin: r.origin(s.Origin), Skipped: s.Skipped, Settings: s.Settings,
		Selection: snapshot.Selection{Selector: r.Text(s.Selection.Selector)},
		Impact:    r.impact(s.Impact),
	}
	for _, name := range s.Selection.Names {
		redacted.Selection.Names = append(redacted.Selection.Names, r.node(name))
	}
	for i := range s.Nodes {
		redacted.Nodes = append(redacted.Nodes, r.nodeObject(&s.Nodes[i]))
	}
	for _, n := range s.Scan {
		redacted.Scan = append(redacted.Scan, snapshot.NodeStatus{
			Name: r.node(n.Name), Ready: n.Ready, Pool: r.pool(n.Pool), Zone: r.Text(n.Zone), Size: r.Text(n.Size), Version: r.Text(n.Version),
		})
	}
	for i := range s.Events {
		redacted.Events = append(redacted.Events, r.event(&s.Events[i]))
	}
	for i := range s.Leases {
		redacted.Leases = append(redacted.Leases, r.lease(&s.Leases[i]))
	}
	for _, g := range s.Gaps {
		redacted.Gaps = append(redacted.Gaps, r.gap(g))
	}
	return redacted
}

// learnAll notes all names of a snapshot before any text is judged.
func (r *Redactor) learnAll(s *snapshot.Snapshot) {
	for _, name := range s.Selection.Names {
		r.learnNode(name)
	}
	for _, n := range s.Scan {
		r.learnNode(n.Name)
		r.learn(n.Pool, r.pool(n.Pool))
	}
	for i := range s.Nodes {
		n := &s.Nodes[i]
		r.learnNode(n.Name)
		r.learnProvider(n.Spec.ProviderID)
		r.learn(n.Labels[labelPool], r.pool(n.Labels[labelPool]))
		r.learnGroup(n.Labels[labelCluster])
		r.learn(n.Labels[corev1.LabelHostname], r.node(n.Labels[corev1.LabelHostname]))
	}
	for i := range s.Events {
		r.learnNode(s.Events[i].InvolvedObject.Name)
	}
	r.learnImpact(s.Impact)
}

// gap is a gap without the names in it.
func (r *Redactor) gap(g snapshot.Gap) snapshot.Gap {
	redacted := snapshot.Gap{Reason: r.Text(g.Reason), Action: r.Text(g.Action)}
	if g.Source.Known() {
		redacted.Source = g.Source
	}
	for _, subject := range g.Subjects {
		redacted.Subjects = append(redacted.Subjects, r.Text(subject))
	}
	return redacted
}

// origin is the origin without the names in it. A context is called as its owner likes,
// with words of the vocabulary too.
func (r *Redactor) origin(o snapshot.Origin) snapshot.Origin {
	redacted := snapshot.Origin{Server: r.Text(o.Server), Demo: o.Demo}
	if o.Text != "" { // its names cannot be found in it
		redacted.Text = r.token("origin", o.Text)
	}
	if o.Context != "" {
		redacted.Context = r.Context(o.Context)
	}
	for _, name := range o.Files {
		redacted.Files = append(redacted.Files, r.Text(name))
	}
	return redacted
}

// Context stands for a context of the kubeconfig, in every text from then on.
func (r *Redactor) Context(name string) string {
	token := r.token("context", name)
	r.learn(name, token)
	return token
}

// lease is a lease of a node, made anew.
func (r *Redactor) lease(l *coordinationv1.Lease) coordinationv1.Lease {
	holder := l.Spec.HolderIdentity
	if holder != nil {
		name := r.node(*holder)
		holder = &name
	}
	return coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{Name: r.node(l.Name), Namespace: r.namespace(l.Namespace), CreationTimestamp: l.CreationTimestamp},
		Spec: coordinationv1.LeaseSpec{
			HolderIdentity: holder, LeaseDurationSeconds: l.Spec.LeaseDurationSeconds, AcquireTime: l.Spec.AcquireTime,
			RenewTime: l.Spec.RenewTime, LeaseTransitions: l.Spec.LeaseTransitions,
		},
	}
}
