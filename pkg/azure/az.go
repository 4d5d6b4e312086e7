package azure

import (
	"os"
	"path/filepath"
	"strings"
)

// azSettings are what the Azure CLI is set to.
type azSettings struct {
	// active is the name of its cloud, empty where it was never set.
	active string
	// own are the clouds that the user has registered, by their names: their settings.
	own map[string]map[string]string
}

// readAz reads the settings of the Azure CLI. Those that cannot be read are as if there were none.
// Source: https://learn.microsoft.com/cli/azure/azure-cli-configuration
func readAz(getenv func(string) string) azSettings {
	dir := getenv("AZURE_CONFIG_DIR")
	if home := firstOf(getenv("HOME"), getenv("USERPROFILE")); dir == "" && home != "" {
		dir = filepath.Join(home, ".azure")
	}
	s := azSettings{active: getenv("AZURE_CLOUD_NAME")}
	if dir == "" {
		return s
	}
	s.own = readINI(filepath.Join(dir, "clouds.config"))
	if s.active == "" {
		s.active = readINI(filepath.Join(dir, "config"))["cloud"]["name"]
	}
	return s
}

// firstOf returns the first text that is not empty.
func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// readINI returns the sections of a file of settings, empty for a file that cannot be read.
func readINI(path string) map[string]map[string]string {
	sections := map[string]map[string]string{}
	text, err := os.ReadFile(path) //nolint:gosec // it is the user's own file
	if err != nil {
		return sections
	}
	section := ""
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		line = strings.TrimSpace(line)
		name, value, set := strings.Cut(line, "=")
		switch {
		case strings.HasPrefix(line, "#"), strings.HasPrefix(line, ";"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = strings.TrimSpace(line[1 : len(line)-1])
		case set:
			if sections[section] == nil {
				sections[section] = map[string]string{}
			}
			sections[section][strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	return sections
}
