package cmd

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// reach are the flags that lead back to where a diagnosis came from: whoever pastes a
// printed command shall not end up at another cluster.
type reach struct {
	// rerun are for this program, kubectl for kubectl; see repair.Diagnosis.
	rerun, kubectl []string
}

// reach reads the flags that choose the source. A cluster is always named, even when it is
// the current one: the current context may be another when a command is pasted.
func (f *diagnoseFlags) reach() reach {
	var r reach
	switch {
	case f.demo:
		r.rerun = []string{"--demo"}
	case len(f.filenames) > 0:
		for _, name := range f.filenames {
			r.rerun = append(r.rerun, "-f", name)
		}
	default:
		r.kubectl = f.clusterFlags()
		r.rerun = r.kubectl
	}
	if f.at != "" {
		r.rerun = append(r.rerun[:len(r.rerun):len(r.rerun)], "--at="+f.at)
	}
	return r
}

// clusterFlags are the flags of kubectl that name the cluster.
func (f *diagnoseFlags) clusterFlags() []string {
	flags := []string{}
	for _, flag := range []struct {
		name  string
		value *string
	}{
		{"kubeconfig", f.config.KubeConfig}, {"context", f.contextName()},
		{"cluster", f.config.ClusterName}, {"server", f.config.APIServer},
	} {
		if flag.value != nil && *flag.value != "" {
			flags = append(flags, "--"+flag.name+"="+*flag.value)
		}
	}
	return flags
}

// contextName is the context in use; empty where there is no kubeconfig, as in a pod.
func (f *diagnoseFlags) contextName() *string {
	if f.config.Context != nil && *f.config.Context != "" {
		return f.config.Context
	}
	raw, err := f.config.ToRawKubeConfigLoader().RawConfig()
	if err != nil {
		return nil
	}
	return &raw.CurrentContext
}

// mark notes the flags in a diagnosis.
func (r reach) mark(d *repair.Diagnosis) {
	d.Rerun, d.Kubectl = r.rerun, r.kubectl
}
