package k9s

import (
	"slices"
	"strings"
	"testing"
)

const shown = `plugins:
  why:
    shortCut: Shift-Y
    description: Why
    scopes: [nodes]
    command: kubectl
    args: [get, node, $NAME, --context, $CONTEXT, --field=$NAME]
`

func TestAPluginRunsForANode(t *testing.T) {
	plugins, err := Plugins(shown)
	if err != nil || len(plugins) != 1 {
		t.Fatalf("got %+v, %v", plugins, err)
	}
	want := []string{"kubectl", "get", "node", "n1", "--context", "prod", "--field=n1"}
	if got := plugins[0].Run("n1", "prod"); !slices.Equal(got, want) {
		t.Errorf("it runs %q, want %q", got, want)
	}
}

func TestWhatK9sWouldNotLoadIsAnError(t *testing.T) {
	for name, text := range map[string]string{
		"no scopes": strings.Replace(shown, "    scopes: [nodes]\n", "", 1), "no shortcut": strings.Replace(shown, "Shift-Y", `""`, 1),
		"another field": shown + "    key: x\n", "no plugins": "plugins: {}\n", "no YAML": "plugins: [",
	} {
		if plugins, err := Plugins(text); err == nil {
			t.Errorf("%s: got %+v", name, plugins)
		}
	}
}
