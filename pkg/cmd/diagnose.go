package cmd

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/plugin"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/ask"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

const diagnoseLong = `List the nodes that have been NotReady for longer than --not-ready-for and the nodes
that were removed after a repair; say what AKS node auto-repair tried, why it failed or
did not act, and what to do now, on one screen. With one NODE, answer for that node.
--details shows everything that is known, and commands that carry the real names.

Exit status: 0 complete, 1 an error or something could not be seen,
2 (only with --exit-code) complete and something was found.`

const diagnoseExample = `  # What is down, and why
  kubectl autorepair diagnose

  # One node, and everything about it
  kubectl autorepair diagnose aks-user-15776247-vmss00000a
  kubectl autorepair diagnose aks-user-15776247-vmss00000a --details

  # Wait for the end of an outage, and see what happens until then
  kubectl autorepair diagnose --watch --until-ready --timeout 30m

  # Without a cluster: the embedded sample, or a file
  kubectl autorepair diagnose --demo
  kubectl get nodes,events -A -o json > dump.json && kubectl autorepair diagnose -f dump.json`

// diagnoseFlags are what was typed.
type diagnoseFlags struct {
	config      *genericclioptions.ConfigFlags
	output      outputFlags
	selector    string
	filenames   []string
	demo        dump.Demo
	notReadyFor time.Duration
	since       time.Duration
	at          string
	exitCode    bool
	impact      bool
	several     contextFlags
	knowledge   knowledgeFlags
	watch       watchFlags
	keep        keepFlags
	door        door
	azure       ask.Flags
	plugins     plugin.Run
}

// diagnoseOptions are what they mean: all that run needs.
type diagnoseOptions struct {
	// clusters are read side by side: one, or those of a list.
	clusters []clusterSource
	// enrichers add facts to what was read of each cluster.
	enrichers []snapshot.Enricher
	options   repair.Options
	output    output
	exitCode  bool
	progress  *progress
	// knowledge is loaded by the run.
	knowledge knowledgeFlags
	// forPeople is true for text that says itself what could not be seen.
	forPeople bool
	// list is true for clusters that were asked for as a list, also for one.
	list  bool
	watch *watchOptions // set for a watch, in place of clusters and output
	keep  *keepFlags
	door  *door
	azure *ask.Azure
}

// newDiagnose builds the command; a non-nil runF replaces the run, for tests of the flags.
func newDiagnose(sys System, runF func(context.Context, *diagnoseOptions) error) *cobra.Command {
	f := newDiagnoseFlags()
	c := &cobra.Command{
		Use:                   "diagnose [NODE...] [flags]",
		DisableFlagsInUseLine: true,
		Short:                 "Say which nodes are down, what was tried, why it failed, what to do",
		Long:                  diagnoseLong,
		Example:               diagnoseExample,
		ValidArgsFunction:     f.completeNodes(sys),
		RunE:                  f.runE(sys, runF),
	}
	f.add(c)
	return c
}

// runE is what the command does; runF is as for newDiagnose.
func (f *diagnoseFlags) runE(sys System, runF func(context.Context, *diagnoseOptions) error) func(*cobra.Command, []string) error {
	if runF == nil {
		runF = func(ctx context.Context, o *diagnoseOptions) error { return o.run(ctx, sys) }
	}
	return func(c *cobra.Command, args []string) error {
		o, err := f.toOptions(sys, args)
		if err == nil {
			err = runF(c.Context(), o)
		}
		return f.door.hide(err)
	}
}

func newDiagnoseFlags() *diagnoseFlags {
	config := genericclioptions.NewConfigFlags(true)
	config.Namespace = nil // nodes have none
	return &diagnoseFlags{config: config, output: newOutputFlags(), notReadyFor: 5 * time.Minute}
}

func (f *diagnoseFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.DurationVar(&f.notReadyFor, "not-ready-for", f.notReadyFor, "List nodes that have been NotReady for longer than this.")
	flags.StringVarP(&f.selector, "selector", "l", f.selector, "Label selector of the nodes to look at, as for kubectl get.")
	flags.DurationVar(&f.since, "since", f.since, "Look only at events last seen within this time, such as 30m. 0 means all.")
	flags.StringVar(&f.at, "at", f.at, "Judge as of this time (RFC 3339) instead of now or a file's newest time; later events are left out.")
	flags.StringArrayVarP(&f.filenames, "filename", "f", f.filenames, "Read nodes and events from this file, folder or pasted page of kubectl, or - for standard input, instead of a cluster.")
	flags.Var(&f.demo, "demo", "Diagnose an embedded sample cluster: one incident, which --watch plays in fast motion, or with --demo=all each of the nine codes.")
	flags.Lookup("demo").NoOptDefVal = dump.DemoIncident.String()
	flags.BoolVar(&f.exitCode, "exit-code", f.exitCode, "Exit with status 2 when something was found.")
	flags.BoolVar(&f.impact, "impact", f.impact, "Say also which pods are on the nodes that are down and which pod disruption budgets block a drain.")
	f.several.add(c)
	f.knowledge.add(c)
	f.azure.Add(c)
	f.watch.add(c)
	f.keep.add(c)
	flags.BoolVar(&f.door.redact, "redact", f.door.redact, "Replace names, IDs, addresses and unknown words by tokens, in the output and in the saved file.")
	usage.Group(c, usage.Output, func() { f.output.add(c) })
	usage.Group(c, usage.Kubectl, func() { f.config.AddFlags(flags) })
	f.completeFlags(c)
}

func (f *diagnoseFlags) toOptions(sys System, args []string) (*diagnoseOptions, error) {
	f.door.random = sys.Random
	f.door.contexts = func() []string { names, _ := contexts(f.config); return names } // as far as they can be read
	o := &diagnoseOptions{exitCode: f.exitCode, progress: newProgress(sys), knowledge: f.knowledge, forPeople: f.output.forPeople(), keep: &f.keep, door: &f.door, list: f.several.given()}
	if err := f.output.checkOpen(); err != nil {
		return nil, err
	}
	selection, err := f.selection(args)
	if err != nil {
		return nil, err
	}
	at, err := f.time()
	if err != nil {
		return nil, err
	}
	if err := f.keep.check(sys.Context, f.several.given(), f.filenames); err != nil {
		return nil, err
	}
	if o.azure, o.enrichers, err = f.azure.Azure(sys.Getenv, f.demo == "" && len(f.filenames) == 0, len(selection.Names) > 0); err != nil {
		return nil, err
	}
	show := f.door.progress(o.progress.show)
	o.options = repair.Options{NotReadyFor: f.notReadyFor, Since: f.since, Until: at, Overview: f.output.short() && f.keep.save == ""}
	check := f.watch.check
	if o.list {
		check = f.several.check
	}
	if err := check(); err != nil {
		return nil, err
	}
	if f.watch.on {
		o.watch, err = f.toWatch(sys, selection, show)
		return o, err
	}
	if o.output, err = f.output.toOutput(sys); err != nil {
		return nil, err
	}
	if o.list {
		o.clusters, err = f.sources(sys, selection, at, sharedProgress(show))
		return o, err
	}
	source, err := f.source(sys, selection, at, show)
	o.clusters = []clusterSource{{source: source, reach: f.reach()}}
	return o, err
}

// selection reads the arguments: names of nodes, also in the form node/NAME.
func (f *diagnoseFlags) selection(args []string) (snapshot.Selection, error) {
	names, err := usage.NodeNames("diagnose", args)
	if err != nil {
		return snapshot.Selection{}, err
	}
	if len(names) > 0 && f.selector != "" {
		return snapshot.Selection{}, errors.New("names of nodes and --selector exclude each other: give one of them")
	}
	return snapshot.Selection{Names: names, Selector: f.selector}, nil
}

func (f *diagnoseFlags) time() (time.Time, error) {
	switch {
	case f.notReadyFor < 0:
		return time.Time{}, fmt.Errorf("--not-ready-for is %s: it must not be negative", f.notReadyFor)
	case f.since < 0:
		return time.Time{}, fmt.Errorf("--since is %s: it must not be negative", f.since)
	case f.at == "":
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, f.at)
	if err != nil {
		return time.Time{}, fmt.Errorf("--at is %q: write a time such as 2026-05-19T21:45:00Z", f.at)
	}
	if err := clock.Plausible(at); err != nil {
		return time.Time{}, fmt.Errorf("--at is %q: %w; check the year", f.at, err)
	}
	return at, nil
}

// source returns where the snapshot comes from: the demo, files, or the cluster.
func (f *diagnoseFlags) source(sys System, selection snapshot.Selection, at time.Time, show func(string)) (snapshot.Source, error) {
	switch {
	case f.demo != "" && len(f.filenames) > 0:
		return nil, errors.New("--demo and --filename exclude each other: give one of them")
	case f.demo != "":
		return dump.NewDemo(f.demo, selection, at, f.impact), nil
	case len(f.filenames) > 0:
		return &dump.Dump{
			Filenames: f.filenames, Stdin: sys.Streams.In, Selection: selection, At: at, Now: sys.Now,
			Impact: f.impact, Keep: f.keep.save != "", Progress: show,
		}, nil
	}
	return f.live(f.config, sys, selection, at, show)
}
