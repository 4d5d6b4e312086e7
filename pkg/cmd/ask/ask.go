// Package ask is the flags by which a diagnosis asks Azure too, and what is said of that (ask.go); and what asks about
// the new findings of a watch (late.go).
package ask

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Environment is the variable that stands for the flag where that is not given.
const Environment = "KUBECTL_AUTOREPAIR_AZURE"

// mode says whether to ask, and whether it is a failure if there is no answer. It is the value of the flag.
type mode string

const (
	off      mode = "false"
	on       mode = "true"
	required mode = "required"
)

// String is the value as it is written.
func (m *mode) String() string { return string(*m) }

// Type is what the help shows of a value.
func (m *mode) Type() string { return "mode" }

// Set reads a value. The error is for the user.
func (m *mode) Set(text string) error {
	switch strings.ToLower(text) {
	case "", "0", "false", "no":
		*m = off
	case "1", "true", "yes":
		*m = on
	case "required":
		*m = required
	default:
		return errors.New("write true, false or required")
	}
	return nil
}

// Flags are what was typed.
type Flags struct {
	mode    mode
	timeout time.Duration
	console bool
	changed func(string) bool
}

// Add adds the flags to a command.
func (f *Flags) Add(c *cobra.Command) {
	flags := c.Flags()
	f.mode = off
	flags.Var(&f.mode, "azure", "Ask Azure too, at management.azure.com and login.microsoftonline.com or their hosts in another cloud, with the credential of az or of the environment: the activity log, "+
		"also for what was changed in the hour before, the state of the VMs, their scale sets, node pools, health and locks, and the way out of the nodes, the quotas and the sizes of VMs where a problem depends on them. It only reads. With =required the exit status is 1 if something of it could not be read. $"+Environment+" stands for it.")
	flags.Lookup("azure").NoOptDefVal = string(on)
	flags.DurationVar(&f.timeout, "azure-timeout", azure.Timeout, "With --azure: how long all questions to Azure may take.")
	flags.BoolVar(&f.console, "azure-console", false, "With --azure and names of nodes: also read the end of the serial logs of their VMs, at the host of their boot diagnostics in *.blob.core.windows.net or its like in another cloud, without a credential, and show the lines that show why a node is down. Who has a pod on a node may have written to it, and it can have names.")
	f.changed = flags.Changed
}

// Rerun returns the flags with which a printed command asks as this one does: those that were given, but for serial logs, which
// are of named nodes alone. The variable of the environment is there for it anyway.
func (f *Flags) Rerun() []string {
	if f.changed == nil || !f.changed("azure") || f.mode == off {
		return nil
	}
	flags := []string{"--azure"}
	if f.mode != on {
		flags[0] += "=" + f.mode.String()
	}
	if f.changed("azure-timeout") {
		flags = append(flags, "--azure-timeout="+f.timeout.String())
	}
	return flags
}

// Azure is whether and how Azure is asked in a run. A nil one is not asked.
type Azure struct {
	mode  mode
	live  bool
	mutex sync.Mutex
	asked []azure.Asked
	// table and options are what a run diagnoses with.
	table   *knowledge.Table
	options repair.Options
}

// Use sets what a run diagnoses with, before anything is asked.
func (a *Azure) Use(t *knowledge.Table, o repair.Options) {
	if a != nil {
		a.table, a.options = t, o
	}
}

// depends returns the sources of facts that problems depend on: the checks of the causes of their entries look at them.
func (a *Azure) depends(s *snapshot.Snapshot) []string {
	d := repair.Examine(s, a.table, a.options).Diagnosis()
	var sources []string
	for i := range d.Findings {
		for _, e := range a.table.Find(d.Findings[i].Entries) {
			for _, c := range e.Causes {
				for _, name := range slices.Concat(c.ConfirmedBy, c.RuledOutBy) {
					for _, f := range a.table.Check(name).Facts {
						sources = append(sources, f.Source)
					}
				}
			}
		}
	}
	return sources
}

// Azure says whether to ask, and what asks. Live is true for a cluster: about files nothing is ever asked, and the flag is an error.
// Named is true where nodes are named: serial logs are read of no others.
func (f *Flags) Azure(getenv func(string) string, live, named bool) (*Azure, []snapshot.Enricher, error) {
	m := f.mode
	if !f.changed("azure") {
		if err := m.Set(getenv(Environment)); err != nil {
			return nil, nil, fmt.Errorf("$%s is %q: %w", Environment, getenv(Environment), err)
		}
	}
	switch {
	case f.timeout <= 0:
		return nil, nil, errors.New("--azure-timeout must be more than 0")
	case f.changed("azure") && m != off && !live:
		return nil, nil, errors.New("--azure asks about a live cluster: leave it out with --filename and --demo")
	case !live:
		m = off
	}
	switch {
	case f.console && m == off:
		return nil, nil, errors.New("--azure-console asks Azure about a live cluster: give --azure with it")
	case f.console && !named:
		return nil, nil, errors.New("--azure-console reads the serial logs of nodes that are named: give the name of a node")
	}
	a := &Azure{mode: m, live: live}
	if m == off {
		return a, nil, nil
	}
	return a, []snapshot.Enricher{&azure.Enricher{Access: azure.Access{Timeout: f.timeout, Getenv: getenv, Report: a.report}, Depends: a.depends, Console: f.console}}, nil
}

// report keeps what was asked.
func (a *Azure) report(asked azure.Asked) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.asked = append(a.asked, asked)
}

// Say writes what was asked, as whom, and for which subscription; names is false where that one is left out.
func (a *Azure) Say(w io.Writer, names bool) {
	if a == nil {
		return
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	slices.SortFunc(a.asked, func(x, y azure.Asked) int { return cmp.Compare(x.Subscription, y.Subscription) })
	for _, asked := range a.asked {
		Note(w, asked, names)
	}
	a.asked = nil
}

// Note writes what was asked in one run, as whom and about what; names is false where that is left out. Where nothing was
// asked, a gap says why.
func Note(w io.Writer, asked azure.Asked, names bool) {
	if asked.Requests+asked.Queries == 0 {
		return
	}
	text := plural(asked.Requests, "request", "requests")
	if asked.Queries > 0 {
		text += " and " + plural(asked.Queries, "query of Log Analytics", "queries of Log Analytics")
	}
	text += " as " + asked.Credential
	switch {
	case names && asked.Cluster != "":
		text += " for cluster " + asked.Cluster + " in subscription " + asked.Subscription
	case names:
		text += " for subscription " + asked.Subscription
	}
	fmt.Fprintln(w, "note: asked Azure: "+text)
}

// plural counts things.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Lacks says whether something could not be read of Azure that has to be.
func (a *Azure) Lacks(l *diagnosis.List) bool {
	return a != nil && a.mode == required && l.Lacks(snapshot.SourceAzure)
}

// Hint writes, on a terminal, that Azure was not asked where it would settle something.
func (a *Azure) Hint(w io.Writer, terminal func(any) (int, bool), l *diagnosis.List) {
	if a == nil || !a.live || a.mode != off {
		return
	}
	if _, ok := terminal(w); !ok {
		return
	}
	open := 0
	for i := range l.Items {
		for j := range l.Items[i].Findings {
			if f := &l.Items[i].Findings[j]; f.Code == knowledge.NoCode || f.State == diagnosis.NotAttempted {
				open++
			}
		}
	}
	if open > 0 {
		fmt.Fprintln(w, `note: Azure was not asked. --azure reads the codes and causes that the cluster does not show; it needs "az login" and the role of "rbac --azure".`)
	}
}
