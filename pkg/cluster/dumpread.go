package cluster

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/cli-runtime/pkg/resource"
)

// read reads all files of the dump. Its errors name the file and the place in it.
func (d Dump) read() (*found, error) {
	builder := resource.NewLocalBuilder().Unstructured().ContinueOnError().Flatten()
	if err := d.addFiles(builder); err != nil {
		return nil, err
	}
	f, files := newFound(), sets.New[string]()
	err := builder.Do().Visit(func(info *resource.Info, err error) error {
		if err != nil {
			return err
		}
		if info.Source != stdinName {
			files.Insert(info.Source)
		}
		return f.take(info)
	})
	if err != nil {
		return nil, fmt.Errorf("cannot read the dump: %s", allFaults(err))
	}
	for _, file := range sets.List(files) {
		stat, err := os.Stat(file)
		if err != nil {
			return nil, fmt.Errorf("cannot read the time of the dump: %w", err)
		}
		f.seen(stat.ModTime())
	}
	return f, nil
}

// addFiles hands the files to the builder. Standard input goes by Stream, because the
// builder's own way to it is the process's stdin.
func (d Dump) addFiles(builder *resource.Builder) error {
	stdin := false
	for _, name := range d.Filenames {
		switch {
		case name == "-" && (stdin || d.Stdin == nil):
			return errors.New("cannot read the dump: standard input can be read once")
		case name == "-":
			stdin = true
			builder.Stream(d.Stdin, stdinName)
		case strings.HasPrefix(name, "http://"), strings.HasPrefix(name, "https://"):
			return fmt.Errorf("cannot read the dump: %s is no file, and nothing is fetched from the network", name)
		default:
			builder.FilenameParam(false, &resource.FilenameOptions{Filenames: []string{name}, Recursive: true})
		}
	}
	return nil
}

// take takes in an object of the dump.
func (f *found) take(info *resource.Info) error {
	u, ok := info.Object.(*unstructured.Unstructured)
	if !ok {
		f.others++
		return nil
	}
	if err := f.add(u); err != nil {
		return fmt.Errorf("%s: %w", info.Source, err)
	}
	return nil
}

// maxFaults is how many faults of a dump are shown; the first ones lead to the cause.
const maxFaults = 3

// allFaults are the errors of the builder in one line.
func allFaults(err error) string {
	var aggregate utilerrors.Aggregate
	if !errors.As(err, &aggregate) {
		return oneLine(err.Error())
	}
	flat := utilerrors.Flatten(aggregate).Errors()
	var faults []string
	for _, fault := range flat[:min(len(flat), maxFaults)] {
		faults = append(faults, oneLine(fault.Error()))
	}
	if more := len(flat) - len(faults); more > 0 {
		faults = append(faults, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(faults, "; ")
}
