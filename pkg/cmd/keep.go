package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// keepFlags say what is kept of a diagnosis.
type keepFlags struct {
	save  string
	force bool
	// changed says whether a flag was given.
	changed func(name string) bool
}

func (f *keepFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.save, "save", f.save, "Save what was read and the diagnosis to this file (.tgz), to be read again with -f.")
	flags.BoolVar(&f.force, "force", f.force, "Let --save replace a file.")
	f.changed = flags.Changed
}

// check says what the flags do not go with, and whether the file can be saved, before
// anything is read for it.
func (f *keepFlags) check(ctx context.Context, several bool, inputs []string) error {
	switch {
	case f.save == "" && f.changed("save"):
		return errors.New("--save is empty: name a file such as evidence.tgz")
	case several && f.save != "":
		return errors.New("--save keeps one cluster: leave out --contexts and --all-contexts")
	case f.save == "" && f.force:
		return errors.New("--force replaces the file of --save: add --save FILE")
	case f.save == "":
		return nil
	}
	if f.save == "-" {
		return errors.New("--save is -: name a file, standard output has the diagnosis")
	}
	if err := (dump.Target{Name: f.save, Inputs: inputs, Force: f.force}).Check(ctx); err != nil {
		return fmt.Errorf("--save is %q: %w", f.save, err)
	}
	return nil
}

// settings are the options of a diagnosis in saved evidence.
type settings struct {
	NotReadyFor metav1.Duration `json:"notReadyFor"`
	Since       metav1.Duration `json:"since"`
	Until       *time.Time      `json:"until,omitempty"`
}

// options returns the options of the run, with those that a replayed snapshot was saved
// with in the place of flags that were not given.
func (f *keepFlags) options(o repair.Options, s *snapshot.Snapshot) (repair.Options, error) {
	if s.Settings == nil {
		return o, nil
	}
	var saved settings
	if err := json.Unmarshal(s.Settings, &saved); err != nil {
		return o, fmt.Errorf("reading the settings of the saved evidence: %w", err)
	}
	if !f.changed("not-ready-for") {
		o.NotReadyFor = saved.NotReadyFor.Duration
	}
	if !f.changed("since") {
		o.Since = saved.Since.Duration
	}
	if !f.changed("at") && saved.Until != nil {
		o.Until = *saved.Until
	}
	return o, nil
}

// saySavedBy notes that evidence was saved by another version, whose knowledge can differ.
func saySavedBy(w io.Writer, saved string) {
	if this := pluginVersion(); saved != "" && saved != this && saved != unversioned && this != unversioned {
		fmt.Fprintln(w, printer.Clean(fmt.Sprintf("note: saved by %s; this is %s, and its diagnosis can differ from the one that was saved", saved, this)))
	}
}

// keep saves the evidence, if that was asked for, and says so.
func (f *keepFlags) keep(w io.Writer, s *snapshot.Snapshot, d *diagnosis.Diagnosis, o repair.Options, door *door) error {
	if s.Skipped > 0 {
		fmt.Fprintf(w, "note: objects of the dump that say nothing about nodes and were passed over: %d\n", s.Skipped)
	}
	if f.save == "" {
		return nil
	}
	kept := settings{NotReadyFor: metav1.Duration{Duration: o.NotReadyFor}, Since: metav1.Duration{Duration: o.Since}}
	if !o.Until.IsZero() {
		kept.Until = &o.Until
	}
	e := dump.Evidence{Snapshot: s, Version: pluginVersion(), Redacted: door.redact, Incomplete: len(d.Gaps) > 0}
	var err error
	if e.Settings, err = json.Marshal(kept); err != nil {
		return fmt.Errorf("saving the settings: %w", err)
	}
	var diagnosis bytes.Buffer
	if err := (&printers.JSONPrinter{}).PrintObj(d, &diagnosis); err != nil {
		return fmt.Errorf("saving the diagnosis: %w", err)
	}
	e.Diagnosis = diagnosis.Bytes()
	file, saved := f.save, "saved the evidence"
	if e.Incomplete {
		file, saved = dump.IncompleteName(f.save), "saved what could be seen, which is not all"
	}
	if err := e.Save(file); err != nil {
		return err
	}
	// With --redact the name of the file is not printed: the user knows it.
	name := door.name(printer.ShellWords([]string{file}), "FILE")
	fmt.Fprintf(w, saved+"; nodes: %d, events: %d; read it again with: kubectl autorepair diagnose -f %s\n",
		len(s.Nodes), len(s.Events), name)
	return nil
}
