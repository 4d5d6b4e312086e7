package cmd

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// contextFlags choose several clusters.
type contextFlags struct {
	names []string
	all   bool
	// changed says whether a flag of the command was given.
	changed func(string) bool
}

// clusterSource is one cluster of several. With an err it has no source.
type clusterSource struct {
	context string
	source  snapshot.Source
	err     error
	reach   printer.Reach
}

func (f *contextFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVar(&f.names, "contexts", f.names, "Read the clusters of these contexts of the kubeconfig, side by side.")
	flags.BoolVar(&f.all, "all-contexts", f.all, "Read the clusters of all contexts of the kubeconfig, side by side.")
	f.changed = flags.Changed
}

// given reports whether the result is a list, which it is for a list of one context too.
func (f *contextFlags) given() bool { return f.all || f.changed("contexts") }

// check returns an error unless the flags go together with the others.
func (f *contextFlags) check() error {
	chosen := "--contexts"
	if f.all {
		chosen = "--all-contexts"
	}
	// Each of the last names the one thing to read, or to write.
	for _, flag := range []string{"contexts", "context", "cluster", "server", "filename", "demo", "save", "watch"} {
		if f.changed(flag) && "--"+flag != chosen {
			return fmt.Errorf("%s and --%s exclude each other: give one of them", chosen, flag)
		}
	}
	return nil
}

// sources returns the sources of the contexts that were asked for. For a context without a
// cluster the source has an error; the others are read all the same.
func (f *diagnoseFlags) sources(sys System, selection snapshot.Selection, at time.Time, show showFunc) ([]clusterSource, error) {
	names, err := f.contextNames(sys)
	if err != nil {
		return nil, err
	}
	sys.Streams.ErrOut = &lineWriter{w: sys.Streams.ErrOut}
	same := cluster.SameServer(f.config, names)
	for _, server := range slices.Sorted(maps.Keys(same)) {
		fmt.Fprintf(f.door.notes(sys.Streams.ErrOut), "note: contexts %s lead to one API server, %s: what is found there is counted for each of them\n",
			printer.Clean(strings.Join(same[server], ", ")), printer.Clean(server))
	}
	var out []clusterSource
	for _, name := range names {
		one := clusterSource{context: name}
		config, err := cluster.ForContext(f.config, name)
		if err = nearContext(err); err == nil {
			one.reach = (&diagnoseFlags{config: config, at: f.at, azure: f.azure}).reach()
			one.source, err = f.live(config, sys, selection, at, func(line string) { show(name, line) })
		}
		one.err = err
		out = append(out, one)
	}
	return out, nil
}

// live returns the source that reads the cluster of a kubeconfig.
func (f *diagnoseFlags) live(config *genericclioptions.ConfigFlags, sys System, selection snapshot.Selection, at time.Time, show func(string)) (snapshot.Source, error) {
	source, err := cluster.NewLive(config, cluster.LiveOptions{
		Selection: selection, Impact: f.impact, Keep: f.keep.save != "", UserAgent: userAgent(),
		Now: sys.Now, At: at, Warnings: f.door.notes(sys.Streams.ErrOut), Progress: show, Pause: sys.Pause, Plugins: &f.plugins,
	})
	return source, nearContext(err)
}

// contextNames returns the contexts to read, each once, and with --all-contexts each cluster
// and user once.
func (f *diagnoseFlags) contextNames(sys System) ([]string, error) {
	var names []string
	if !f.several.all {
		for _, name := range f.several.names {
			if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			return nil, errors.New("--contexts names no context: write --contexts a,b")
		}
		return names, nil
	}
	contexts, err := cluster.Contexts(f.config)
	if err != nil {
		return nil, fmt.Errorf("--all-contexts: %w", err)
	}
	for _, c := range contexts {
		names = append(names, c.Name)
		if len(c.Also) > 0 {
			fmt.Fprintf(f.door.notes(sys.Streams.ErrOut), "note: context %s is read for %s too, with the same cluster and user\n",
				printer.Clean(c.Name), printer.Clean(strings.Join(c.Also, ", ")))
		}
	}
	return names, nil
}

// nearContext adds the nearest names to the error of a context that does not exist.
func nearContext(err error) error {
	var none *cluster.NoContextError
	if !errors.As(err, &none) {
		return err
	}
	if near := knowledge.Nearest(none.Name, none.Known); len(near) > 0 {
		return fmt.Errorf("%w; the nearest: %s", err, strings.Join(near, ", "))
	}
	return fmt.Errorf(`%w; "kubectl config get-contexts" lists those that are there`, err)
}

// completeContexts offers the contexts that are not yet in the list that is being typed.
func (f *diagnoseFlags) completeContexts(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	names, err := contexts(f.config)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	before := typed[:strings.LastIndex(typed, ",")+1]
	chosen := strings.Split(before, ",")
	var out []string
	for _, name := range names {
		if !slices.Contains(chosen, name) {
			out = append(out, before+name)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
