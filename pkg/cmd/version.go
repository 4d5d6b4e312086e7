package cmd

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	apiversion "k8s.io/apimachinery/pkg/version"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

const versionLong = `Print the version of the plugin and, when it answers within three seconds or
--request-timeout, that of the API server. A server that does not answer is said on
standard error; it is no error.`

// versionTime is how long version waits for the server unless --request-timeout says so.
const versionTime = 3 * time.Second

// versions are what the command prints; the names are those of kubectl version -o json.
type versions struct {
	Client build            `json:"clientVersion"`
	Server *apiversion.Info `json:"serverVersion,omitempty"`
	// ServerError is why Server is missing although it was asked for.
	ServerError string `json:"serverError,omitempty"`
	// where names the server to a reader.
	where string
}

// versionFlags are what was typed.
type versionFlags struct {
	config *genericclioptions.ConfigFlags
	output string
	client bool
}

func newVersion(sys System) *cobra.Command {
	f := &versionFlags{config: genericclioptions.NewConfigFlags(true)}
	f.config.Namespace = nil
	c := &cobra.Command{
		Use:                   "version [flags]",
		DisableFlagsInUseLine: true,
		Short:                 "Print the versions of the plugin and the server",
		Long:                  versionLong,
		Args:                  usage.NoArguments,
		ValidArgsFunction:     cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, _ []string) error {
			return f.run(c.Context(), sys)
		},
	}
	flags := c.Flags()
	flags.StringVarP(&f.output, "output", "o", f.output, "Output format. One of: (json, yaml).")
	flags.BoolVar(&f.client, "client", f.client, "Print the version of the plugin only, and ask no server.")
	usage.Group(c, usage.Kubectl, func() { f.config.AddFlags(flags) })
	registerCompletion(c, "output", []string{"json", "yaml"})
	completeConfig(c, f.config)
	return c
}

func (f *versionFlags) run(ctx context.Context, sys System) error {
	print, err := f.printer()
	if err != nil {
		return err
	}
	v := versions{Client: thisBuild()}
	if !f.client {
		f.ask(ctx, &v)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("asking the server for its version: %w", err)
	}
	if err := print(sys.Streams.Out, v); err != nil {
		return fmt.Errorf("writing the versions: %w", err)
	}
	if v.ServerError != "" {
		fmt.Fprintf(sys.Streams.ErrOut, "warning: the server's version is not known: %s\n", v.ServerError)
	}
	return nil
}

// ask asks the server, for a short time.
func (f *versionFlags) ask(ctx context.Context, v *versions) {
	if timeout := *f.config.Timeout; timeout == "" || timeout == "0" {
		limited, cancel := context.WithTimeout(ctx, versionTime)
		defer cancel()
		ctx = limited
	}
	var err error
	v.Server, v.where, err = cluster.ServerVersion(ctx, f.config, userAgent())
	if err != nil {
		v.ServerError = printer.Clean(err.Error())
		return
	}
	s := v.Server // what a server says of itself is no better than any text of a cluster
	for _, text := range []*string{
		&s.Major, &s.Minor, &s.EmulationMajor, &s.EmulationMinor, &s.MinCompatibilityMajor, &s.MinCompatibilityMinor,
		&s.GitVersion, &s.GitCommit, &s.GitTreeState, &s.BuildDate, &s.GoVersion, &s.Compiler, &s.Platform,
	} {
		*text = printer.Clean(*text)
	}
}

func (f *versionFlags) printer() (func(io.Writer, versions) error, error) {
	switch f.output {
	case "":
		return printVersions, nil
	case "json":
		return func(w io.Writer, v versions) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "    ")
			return e.Encode(v)
		}, nil
	case "yaml":
		return func(w io.Writer, v versions) error {
			text, err := yaml.Marshal(v)
			if err == nil {
				_, err = w.Write(text)
			}
			return err
		}, nil
	default:
		return nil, fmt.Errorf("-o is %q: write json or yaml, or leave it out", f.output)
	}
}

func printVersions(w io.Writer, v versions) error {
	var text strings.Builder
	fmt.Fprintf(&text, "Client Version: %s\n", v.Client)
	if v.Server != nil {
		fmt.Fprintf(&text, "Server Version: %s (%s)\n", v.Server.GitVersion, printer.Clean(v.where))
	}
	_, err := io.WriteString(w, text.String())
	return err
}
