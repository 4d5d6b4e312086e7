package link

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// PluginFolder returns the folder that was asked for, or the one on PATH where kubectl finds
// the plugin. It returns an error when the plugin is not there: the link would lead nowhere.
func (l Link) PluginFolder(path, asked string) (string, error) {
	if asked == "" {
		for _, folder := range folders(path) {
			if info, err := os.Stat(filepath.Join(folder, l.plugin)); err == nil && info.Mode().IsRegular() {
				return folder, nil
			}
		}
		return "", fmt.Errorf("no folder of PATH has %s, so kubectl does not find the plugin: put it there first, or name its folder with --dir", l.plugin)
	}
	if _, err := os.Stat(filepath.Join(asked, l.plugin)); err != nil {
		return "", fmt.Errorf("%s has no %s, which the link has to lead to: %w", asked, l.plugin, err)
	}
	return asked, nil
}

// Folder returns the first folder on PATH that has the link, whole or not; empty if none.
func (l Link) Folder(path string) string {
	for _, folder := range folders(path) {
		if _, err := os.Lstat(filepath.Join(folder, l.Name)); err == nil {
			return folder
		}
	}
	return ""
}

// folders returns the folders of PATH that programs are run from: relative ones are not.
func folders(path string) []string {
	return slices.DeleteFunc(filepath.SplitList(path), func(folder string) bool { return !filepath.IsAbs(folder) })
}

// OnPath reports whether a folder is on PATH, under whatever name.
func OnPath(path, folder string) bool {
	wanted, err := os.Stat(folder)
	return err == nil && slices.ContainsFunc(folders(path), func(candidate string) bool {
		info, err := os.Stat(candidate)
		return err == nil && os.SameFile(info, wanted)
	})
}
