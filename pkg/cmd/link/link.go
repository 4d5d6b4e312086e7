// Package link makes and removes the link beside the plugin by which kubectl asks it for
// completions.
package link

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Link is the program that kubectl asks for completions of the plugin.
// Source: https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/
type Link struct {
	// Name and plugin are the names of the files, which lie in one folder.
	Name, plugin string
	// script is the content where a link is a file of its own, empty for a symbolic link.
	script string
	// marker is an empty file, where one is needed: kubectl takes the whole names of files for
	// the names of plugins, so that it completes "kubectl autorepair.exe" and nothing else.
	// Source: registerPluginCommands in https://github.com/kubernetes/kubectl/blob/v0.37.2/pkg/cmd/plugin/plugin_completion.go
	marker string
}

// scriptMark begins every script that was ever written here.
const scriptMark = "@rem Completion of kubectl autorepair, made by: kubectl autorepair completion install\r\n"

// New returns the link for an operating system, by Go's name of it.
func New(goos string) Link {
	if goos != "windows" {
		return Link{Name: "kubectl_complete-autorepair", plugin: "kubectl-autorepair"}
	}
	return Link{
		Name: "kubectl_complete-autorepair.cmd", plugin: "kubectl-autorepair.exe", marker: "kubectl-autorepair",
		script: scriptMark + "@\"%~dp0kubectl-autorepair.exe\" __complete %*\r\n",
	}
}

// Install makes the link. It returns false when it is there already, and an error when
// something else has its name or the folder cannot be written to.
func (l Link) Install(folder string) (bool, error) {
	path := filepath.Join(folder, l.Name)
	state, err := l.state(path)
	switch {
	case err != nil || state == whole:
		return false, err
	case state == broken: // it is ours, but leads nowhere
		if err := os.Remove(path); err != nil {
			return false, fmt.Errorf("replacing the link for completion: %w", err)
		}
	}
	if l.script == "" {
		// Relative, so that it follows the plugin through upgrades and moves of the folder.
		err = os.Symlink(l.plugin, path)
	} else {
		err = create(path, l.script)
	}
	if err == nil && l.marker != "" {
		err = create(filepath.Join(folder, l.marker), "")
	}
	if errors.Is(err, fs.ErrExist) {
		err = nil // whatever has the marker's name does what it is for
	}
	if err != nil {
		return false, fmt.Errorf("making the link for completion (--dir names another folder): %w", err)
	}
	return true, nil
}

// Uninstall removes the link. It returns false when there is none, and an error when
// something else has its name.
func (l Link) Uninstall(folder string) (bool, error) {
	path := filepath.Join(folder, l.Name)
	state, err := l.state(path)
	if err != nil || state == absent {
		return false, err
	}
	err = os.Remove(path)
	marker := filepath.Join(folder, l.marker)
	if info, missing := os.Lstat(marker); l.marker != "" && missing == nil && info.Mode().IsRegular() && info.Size() == 0 {
		err = errors.Join(err, os.Remove(marker))
	}
	if err != nil {
		return false, fmt.Errorf("removing the link for completion: %w", err)
	}
	return true, nil
}

// linkState is what is found under the link's name.
type linkState int

const (
	absent linkState = iota
	whole
	broken
)

// state looks at what has the link's name. It returns an error for what is not ours.
func (l Link) state(path string) (linkState, error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return absent, nil
	}
	if err != nil {
		return absent, fmt.Errorf("looking for the link for completion: %w", err)
	}
	foreign := fmt.Errorf("%s is there already and is something else: it is left alone", path)
	if l.script != "" {
		text, err := os.ReadFile(path)
		switch {
		case err != nil || !strings.HasPrefix(string(text), scriptMark):
			return absent, foreign
		case string(text) != l.script:
			return broken, nil
		}
		if _, err := os.Lstat(filepath.Join(filepath.Dir(path), l.marker)); err != nil {
			return broken, nil //nolint:nilerr // that it is missing is the answer
		}
		return whole, nil
	}
	target := ""
	if info.Mode()&fs.ModeSymlink != 0 {
		target, err = os.Readlink(path)
	}
	if err != nil || filepath.Base(target) != l.plugin {
		return absent, foreign
	}
	if _, err := os.Stat(path); err != nil {
		return broken, nil //nolint:nilerr // that it leads nowhere is the answer
	}
	return whole, nil
}

// create writes a new file, never over another.
func create(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
