package cmd

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// knowledgeEnv names files of the user's own knowledge, separated as in PATH.
const knowledgeEnv = "KUBECTL_AUTOREPAIR_KNOWLEDGE"

// knowledgeFlags are the files of the user's own knowledge.
type knowledgeFlags struct {
	files []string
}

func (f *knowledgeFlags) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.files, "knowledge", nil,
		"Add the entries of this file, or replace built-in ones of the same code. Can be given several times; $"+knowledgeEnv+" names files too.")
}

// paths returns the files: those of the environment first, then those of the flag, so that the flag replaces.
func (f *knowledgeFlags) paths(sys System) []string {
	paths := slices.DeleteFunc(filepath.SplitList(sys.Getenv(knowledgeEnv)), func(path string) bool { return path == "" })
	return append(paths, f.files...)
}

// table returns the built-in table with the entries of the files.
func (f *knowledgeFlags) table(sys System) (*knowledge.Table, error) {
	own, err := readKnowledge(f.paths(sys))
	if err != nil {
		return nil, err
	}
	table, err := knowledge.With(own...)
	if err != nil && len(own) > 0 {
		return nil, fmt.Errorf("this knowledge cannot be used:\n%w", err)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the built-in knowledge table: %w", err)
	}
	return table, nil
}

// readKnowledge reads the files; of one that is named twice the last mention counts.
func readKnowledge(paths []string) ([]knowledge.File, error) {
	var files []knowledge.File
	for i, path := range paths {
		if slices.Contains(paths[i+1:], path) {
			continue
		}
		data, err := readBounded(path)
		if err != nil {
			return nil, fmt.Errorf("cannot read the knowledge; check the name of the file and your rights: %w", err)
		}
		files = append(files, knowledge.File{Name: path, Data: data})
	}
	return files, nil
}

// maxKnowledge is the most bytes of a file of knowledge: the built-in table has less than one.
const maxKnowledge = 4 << 20

// readBounded reads a file up to maxKnowledge.
func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says what was read
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, maxKnowledge+1))
	if len(data) > maxKnowledge {
		return nil, fmt.Errorf("%s has more than %d MiB, which is too much for knowledge: split it", path, maxKnowledge>>20)
	}
	return data, err //nolint:wrapcheck // the caller says what was read
}

func newKnowledge(sys System) *cobra.Command {
	c := &cobra.Command{
		Use:                   "knowledge",
		DisableFlagsInUseLine: true,
		Short:                 "Check files of your own knowledge",
		Args:                  unknownCommand,
		RunE:                  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newLint(sys))
	return c
}

const lintLong = `Check files of knowledge as diagnose and explain do when --knowledge names them, and
report every fault with its line. The files are read together, on top of the built-in
entries: an entry with the code of one before replaces it whole, and all may use the
built-in variables and steps.

Exit status: 0 without faults, 1 with faults or when a file cannot be read.`

func newLint(sys System) *cobra.Command {
	return &cobra.Command{
		Use:                   "lint FILE...",
		DisableFlagsInUseLine: true,
		Short:                 "Report every fault in files of knowledge",
		Long:                  lintLong,
		Example:               "  kubectl autorepair knowledge lint team.yaml",
		Args:                  usage.AtLeast("a file of knowledge"),
		RunE: func(_ *cobra.Command, args []string) error {
			return lint(sys, args)
		},
	}
}

// lint says what the files add, or fails with their faults.
func lint(sys System, paths []string) error {
	files, err := readKnowledge(paths)
	if err != nil {
		return err
	}
	table, err := knowledge.With(files...)
	if err != nil {
		return fmt.Errorf("the knowledge has faults; correct each of these lines:\n%w", err)
	}
	shipped, err := knowledge.Builtin()
	if err != nil {
		return fmt.Errorf("reading the built-in knowledge table: %w", err)
	}
	for _, e := range table.Entries() {
		if e.Source == knowledge.BuiltIn {
			continue
		}
		change := "adds"
		if old := shipped.Entry(e.Code); old != nil && strings.EqualFold(old.Code, e.Code) {
			change = "replaces"
		}
		fmt.Fprintf(sys.Streams.Out, "%s: %s %s\n", e.Source, change, e.Code)
	}
	fmt.Fprintln(sys.Streams.Out, "No faults.")
	return nil
}
