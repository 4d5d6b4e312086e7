// Package k9s reads plugins of k9s as documents show them, so that tests can run what they run.
package k9s

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// Plugin is one entry of plugins.yaml, with the fields that its schema requires and the arguments:
// https://github.com/derailed/k9s/blob/master/internal/config/json/schemas/plugins.json
type Plugin struct {
	ShortCut    string   `json:"shortCut"`
	Description string   `json:"description"`
	Scopes      []string `json:"scopes"`
	Command     string   `json:"command"`
	Args        []string `json:"args"`
	Background  bool     `json:"background"`
}

// Plugins returns the plugins of a file, by their names. It returns an error for a field that is
// not known or missing.
func Plugins(text string) ([]Plugin, error) {
	var file struct {
		Plugins map[string]Plugin `json:"plugins"`
	}
	if err := yaml.UnmarshalStrict([]byte(text), &file); err != nil {
		return nil, fmt.Errorf("reading plugins of k9s: %w", err)
	}
	var plugins []Plugin
	for _, name := range slices.Sorted(maps.Keys(file.Plugins)) {
		p := file.Plugins[name]
		if p.ShortCut == "" || p.Description == "" || p.Command == "" || len(p.Scopes) == 0 {
			return nil, fmt.Errorf("the plugin %s has no shortCut, description, command or scopes", name)
		}
		plugins = append(plugins, p)
	}
	if len(plugins) == 0 {
		return nil, fmt.Errorf("%q has no plugins", text)
	}
	return plugins, nil
}

// Run returns the command of a plugin with its arguments, for a node of a context.
func (p Plugin) Run(node, context string) []string {
	values := strings.NewReplacer("$NAME", node, "$CONTEXT", context)
	command := []string{p.Command}
	for _, arg := range p.Args {
		command = append(command, values.Replace(arg))
	}
	return command
}
