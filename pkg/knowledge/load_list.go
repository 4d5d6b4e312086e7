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
func pointers[T any](list []loaded[T]) []*T {
	all := make([]*T, len(list))
	for i, v := range list {
		all[i] = v.value
	}
	return all
}

func values[T any](list []loaded[T]) []T {
	all := make([]T, len(list))
	for i, v := range list {
		all[i] = *v.value
	}
	return all
}
