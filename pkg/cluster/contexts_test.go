package cluster

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericclioptions"
)

const threeContexts = `{"apiVersion":"v1","kind":"Config","current-context":"b",
"clusters":[{"name":"one","cluster":{"server":"https://one"}},{"name":"two","cluster":{"server":"https://two"}}],
"users":[{"name":"u","user":{}},{"name":"v","user":{}}],
"contexts":[{"name":"b","context":{"cluster":"one","user":"u","namespace":"x"}},{"name":"a","context":{"cluster":"one","user":"u"}},
{"name":"c","context":{"cluster":"one","user":"v"}},{"name":"d","context":{"cluster":"two","user":"u"}}]}`

// flagsOf returns the flags for a kubeconfig with that text.
func flagsOf(t *testing.T, text string) *genericclioptions.ConfigFlags {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f := genericclioptions.NewConfigFlags(true)
	f.KubeConfig = &path
	return f
}

func TestContextsHasEachClusterAndUserOnce(t *testing.T) {
	got, err := Contexts(flagsOf(t, threeContexts))
	want := []Context{{Name: "a", Also: []string{"b"}}, {Name: "c"}, {Name: "d"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for text, want := range map[string]string{"{}": "has no contexts", "\t": "cannot be used"} {
		if _, err := Contexts(flagsOf(t, text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestSameServerFindsContextsOfOneCluster(t *testing.T) {
	got := SameServer(flagsOf(t, threeContexts), []string{"d", "c", "x", "a"})
	if want := map[string][]string{"https://one": {"c", "a"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if got := SameServer(flagsOf(t, "\t"), []string{"a", "b"}); got != nil {
		t.Errorf("a broken kubeconfig: %v", got)
	}
}

func TestForContextLeadsToItsCluster(t *testing.T) {
	typed := flagsOf(t, threeContexts)
	for name, server := range map[string]string{"a": "https://one", "d": "https://two"} {
		f, err := ForContext(typed, name)
		if err != nil {
			t.Fatal(err)
		}
		if config, err := f.ToRESTConfig(); err != nil || config.Host != server {
			t.Errorf("%s leads to %v, %v", name, config, err)
		}
	}
	_, err := ForContext(typed, "x")
	want := &NoContextError{Name: "x", File: *typed.KubeConfig, Known: []string{"a", "b", "c", "d"}}
	if !reflect.DeepEqual(err, error(want)) {
		t.Errorf("an unknown context: %#v", err)
	}
	if _, err := ForContext(flagsOf(t, "\t"), "x"); err == nil {
		t.Error("a broken kubeconfig is no error")
	}
}

// TestForContextKeepsEveryOtherFlag uses reflection, so that it covers flags that a later
// version of the library adds.
func TestForContextKeepsEveryOtherFlag(t *testing.T) {
	typed := flagsOf(t, threeContexts)
	got, err := ForContext(typed, "a")
	if err != nil {
		t.Fatal(err)
	}
	from, to := reflect.ValueOf(typed).Elem(), reflect.ValueOf(got).Elem()
	for i := range from.NumField() {
		field := from.Type().Field(i)
		if field.IsExported() && field.Type.Kind() == reflect.Pointer && field.Name != "Context" && from.Field(i).Pointer() != to.Field(i).Pointer() {
			t.Errorf("%s is not kept", field.Name)
		}
	}
	if got.WrapConfigFn != nil || *got.Context != "a" {
		t.Errorf("the context is %q", *got.Context)
	}
}
