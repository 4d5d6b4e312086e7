package knowledge

import (
	"reflect"

	"go.yaml.in/yaml/v3"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
)

// useKey names a shared step in an entry's next steps. Other keys of the step replace its own.
const useKey = "use"

var stepType = reflect.TypeFor[NextStep]()

// useShared fills a step from the shared one that it names, before its own keys are read.
func (l *loader) useShared(d *strict.Decoder, n *yaml.Node, v reflect.Value) string {
	if v.Type() != stepType {
		return ""
	}
	use := strict.Child(n, useKey)
	if use == nil {
		return useKey
	}
	step, ok := l.steps[use.Value]
	if !ok {
		d.Faults.Add(d.File, use.Line, "there is no shared step %q", use.Value)
		return useKey
	}
	v.Set(reflect.ValueOf(step))
	return useKey
}

// sharedText is a sentence that several entries use by its name.
type sharedText struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// decodeRetries decodes what AKS does next in many cases alike.
func (l *loader) decodeRetries(d *strict.Decoder, s source) {
	for _, r := range decodeList[sharedText](nil, d, s, "retries") {
		if name := r.value.Name; name == "" || r.value.Text == "" || l.retries[name] != "" {
			l.faults.Add(s.file, r.node.Line, "a shared retry must have a text, and a name that no other has")
		}
		l.retries[r.value.Name] = r.value.Text
	}
}

// decodeList appends the items under a key of the root.
func decodeList[T any](list []loaded[T], d *strict.Decoder, s source, key string) []loaded[T] {
	n := strict.Child(s.root, key)
	if n == nil || !d.Want(n, n.Kind == yaml.SequenceNode, key, "a list") {
		return list
	}
	for _, item := range n.Content {
		value := new(T)
		d.Decode(item, reflect.ValueOf(value).Elem(), "each of "+key)
		list = append(list, loaded[T]{value, s, item})
	}
	return list
}

// pointers returns what was loaded without its places, and values copies of it.
func pointers[T any](list []loaded[T]) (all []*T) {
	for _, v := range list {
		all = append(all, v.value)
	}
	return all
}

func values[T any](list []loaded[T]) (all []T) {
	for _, v := range list {
		all = append(all, *v.value)
	}
	return all
}
