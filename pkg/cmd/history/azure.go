package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/ask"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
)

// liveFlags say which cluster to ask Azure about, and how.
type liveFlags struct {
	cluster, workspace string
	print              bool
	timeout            time.Duration
	config             *genericclioptions.ConfigFlags
	changed            func(string) bool
}

// liveNames are the flags of which none goes with files.
var liveNames = []string{"cluster-id", "workspace", "print-query", "azure-timeout"}

// add adds the flags to a command.
func (f *liveFlags) add(c *cobra.Command) {
	f.config = genericclioptions.NewConfigFlags(true)
	f.config.Namespace = nil // nodes have none
	flags := c.Flags()
	usage.Group(c, usage.Azure, func() {
		flags.StringVar(&f.cluster, "cluster-id", "", "The resource ID of the cluster in Azure, where the API server cannot be asked for its nodes.")
		flags.StringVar(&f.workspace, "workspace", "", "The ID of the Log Analytics workspace to ask, instead of every one that has logs of the cluster.")
		flags.BoolVar(&f.print, "print-query", false, "Print what would be asked, as commands of az, and ask nothing.")
		flags.DurationVar(&f.timeout, "azure-timeout", azure.HistoryTimeout, "How long all questions to Azure may take.")
	})
	usage.Group(c, usage.Kubectl, func() { f.config.AddFlags(flags) })
	f.changed = flags.Changed
}

// Config returns the flags of kubectl.
func (f *Flags) Config() *genericclioptions.ConfigFlags { return f.live.config }

// foreign is the error for flags of Azure that were given with files.
func (f *liveFlags) foreign() error {
	for _, name := range liveNames {
		if f.changed(name) {
			return fmt.Errorf("--%s is about what Azure keeps: leave it out with --filename and --demo", name)
		}
	}
	return nil
}

// words are the flags with which a printed command asks about the same cluster.
func (f *liveFlags) words(host *Host) []string {
	words := []string{"--cluster-id", f.cluster}
	if f.cluster == "" {
		words = host.Cluster(f.config)
	}
	if f.workspace != "" {
		words = append(words, "--workspace", f.workspace)
	}
	return words
}

// source is what asks Azure.
func (f *liveFlags) source(host *Host, since, until time.Time, note io.Writer, names bool) (*azure.History, error) {
	if f.timeout <= 0 {
		return nil, errors.New("--azure-timeout must be more than 0")
	}
	h := &azure.History{
		Access: host.Azure, Since: since, Until: until, Now: host.Now(), Cluster: f.cluster, Workspace: f.workspace,
		Nodes: func(ctx context.Context) (string, []corev1.Node, error) { return someNodes(ctx, f.config, host.Live) },
	}
	h.Timeout = f.timeout
	h.Report = func(asked azure.Asked) { ask.Note(note, asked, names) }
	return h, h.Check() //nolint:wrapcheck // it is a sentence
}

// maxNodes is how many nodes are enough to see where the cluster is.
const maxNodes = 20

// someNodes reads nodes of the cluster, and returns the address of its API server with them.
func someNodes(ctx context.Context, config *genericclioptions.ConfigFlags, live func(*genericclioptions.ConfigFlags) (*cluster.Live, error)) (string, []corev1.Node, error) {
	l, err := live(config)
	if err != nil {
		return "", nil, err
	}
	text, _, err := l.JSON(ctx, cluster.Read{Resource: "nodes", Limit: maxNodes})
	if err != nil {
		return "", nil, err //nolint:wrapcheck // it is a sentence
	}
	var list corev1.NodeList
	if err := json.Unmarshal(text, &list); err != nil {
		return "", nil, fmt.Errorf("the answer of the API server is no list of nodes: %w", err)
	}
	server, err := config.ToRESTConfig()
	if err != nil {
		return "", nil, err //nolint:wrapcheck // it was read before
	}
	return server.Host, list.Items, nil
}

// ask asks Azure about the window.
func (f *Flags) ask(ctx context.Context, host *Host, names []string, note io.Writer, redact bool) (*history.Evidence, error) {
	since, until := f.between(host)
	h, err := f.live.source(host, since, until, note, !redact)
	if err != nil {
		return nil, err
	}
	host.Progress("asking Azure ...")
	e, err := h.Read(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // it is a sentence
	}
	e.Nodes = names
	return e, nil
}

// printQuery prints what would be asked.
func (f *Flags) printQuery(host *Host) error {
	since, until := f.between(host)
	h, err := f.live.source(host, since, until, io.Discard, false)
	if err != nil {
		return err
	}
	script, err := h.Script()
	if err == nil {
		_, err = io.WriteString(host.Streams.Out, script)
	}
	return err //nolint:wrapcheck // it is a sentence
}

// between is the window as times.
func (f *Flags) between(host *Host) (since, until time.Time) {
	if until = time.Time(f.until); until.IsZero() {
		until = host.Now()
	}
	return until.Add(-time.Duration(f.window)), until
}
