package cmd

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/link"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

const completionLong = `Complete "kubectl autorepair" in bash, zsh, fish and PowerShell.

kubectl asks a program named kubectl_complete-autorepair for completions of this plugin.
"install" makes it: a link beside the plugin, in the folder where kubectl finds that.
kubectl's own completion has to be on: see "kubectl completion --help".

The other commands print scripts that complete "kubectl-autorepair", typed as one word.`

const completionInstallLong = `Make the link kubectl_complete-autorepair beside the plugin: in the first folder of PATH
that has kubectl-autorepair, or in --dir. On Windows, where links need rights, it is a
.cmd file, and an empty file kubectl-autorepair lies beside it, without which kubectl
completes only "kubectl autorepair.exe"; "kubectl plugin list" warns of that file.
A file of the link's name which is something else is left alone and is an error.`

const completionUninstallLong = `Remove what "install" made: from the first folder of PATH that has it, or from --dir.
krew does not know of the link: run this before "kubectl krew uninstall autorepair".`

// addCompletion puts install and uninstall beside cobra's scripts.
func addCompletion(sys System, root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Args, c.RunE = unknownCommand, func(c *cobra.Command, _ []string) error { return c.Help() }
			for _, shell := range c.Commands() {
				shell.Args = usage.NoArguments
			}
			c.Short, c.Long = "Complete kubectl autorepair in the shell", completionLong
			c.AddCommand(newCompletionInstall(sys), newCompletionUninstall(sys))
		}
	}
}

func newCompletionInstall(sys System) *cobra.Command {
	return completionCommand(&cobra.Command{
		Use: "install", Short: "Have kubectl complete this plugin", Long: completionInstallLong,
	}, func(folder string) error {
		l := link.New(runtime.GOOS)
		folder, err := l.PluginFolder(sys.Getenv("PATH"), folder)
		if err != nil {
			return err
		}
		made, err := l.Install(folder)
		if err != nil {
			return err
		}
		path := printer.Clean(filepath.Join(folder, l.Name))
		if !made {
			fmt.Fprintf(sys.Streams.Out, "%s is installed already\n", path)
			return nil
		}
		fmt.Fprintf(sys.Streams.Out, "%s installed\n", path)
		if !link.OnPath(sys.Getenv("PATH"), folder) {
			fmt.Fprintf(sys.Streams.ErrOut, "warning: %s is not on PATH: kubectl looks for it only there\n", printer.Clean(folder))
		}
		return nil
	})
}

func newCompletionUninstall(sys System) *cobra.Command {
	return completionCommand(&cobra.Command{
		Use: "uninstall", Short: "Remove what install made", Long: completionUninstallLong,
	}, func(folder string) error {
		l := link.New(runtime.GOOS)
		if folder == "" {
			folder = l.Folder(sys.Getenv("PATH"))
		}
		if folder == "" {
			fmt.Fprintf(sys.Streams.Out, "no folder of PATH has %s\n", l.Name)
			return nil
		}
		path := printer.Clean(filepath.Join(folder, l.Name))
		removed, err := l.Uninstall(folder)
		if err == nil && removed {
			fmt.Fprintf(sys.Streams.Out, "%s removed\n", path)
		} else if err == nil {
			fmt.Fprintf(sys.Streams.Out, "%s is not there\n", path)
		}
		return err
	})
}

// completionCommand finishes a command that works on one folder.
func completionCommand(c *cobra.Command, run func(folder string) error) *cobra.Command {
	folder := ""
	c.Args, c.ValidArgsFunction = usage.NoArguments, cobra.NoFileCompletions
	c.RunE = func(c *cobra.Command, _ []string) error {
		if c.Flags().Changed("dir") && folder == "" {
			return errors.New("--dir is empty: name a folder")
		}
		return run(folder)
	}
	c.Flags().StringVar(&folder, "dir", folder, "The folder, instead of the one on PATH.")
	_ = c.MarkFlagDirname("dir") // it fails only for a flag that is not there
	return c
}
