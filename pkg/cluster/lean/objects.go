package lean

import "slices"

// Objects are those of a list that is on its way, decoded one by one.
type Objects[T any, P interface {
	*T
	Unmarshal(message []byte) error
}] struct {
	// Kind is that of the list: "NodeList".
	Kind string
	// Unread are fields of the list that its objects come without, by number.
	Unread Fields
	// Decode, if set, decodes an object, which is zero, in place of its Unmarshal; last is the one before it, or zero.
	Decode func(object, last *T, message []byte) error
	// Items are the objects that have come.
	Items []T
}

// Begin returns what is to become of an answer, the first one or another. Check is that of a List.
func (o *Objects[T, P]) Begin(check func(objects, bytes int) error) List {
	o.Items = nil
	return List{Kind: o.Kind, Unread: o.Unread, Check: check, Take: o.take}
}

// Count returns how many objects have come.
func (o *Objects[T, P]) Count() int { return len(o.Items) }

// mostAtOnce is for how many objects what a list says of its length is believed: a page has no more.
const mostAtOnce = 6000

// fewFirst is after how many objects it is known how big they are.
const fewFirst = 16

// take decodes an object. Memory is allocated for the rest at once, because growing the list would take most of the
// time, and for the few that other lists can add.
func (o *Objects[T, P]) take(object []byte, more int) bool {
	n := len(o.Items)
	if n == cap(o.Items) {
		room := min(more+more/16, max(mostAtOnce, n))
		if n == 0 {
			room = min(room, fewFirst-1)
		}
		o.Items = slices.Grow(o.Items, 1+room)
	}
	o.Items = append(o.Items, *new(T))
	if o.decode(n, object) != nil {
		o.Items = o.Items[:n] // it stays in the list, which then cannot be decoded either
		return false
	}
	return true
}

// decode decodes the object of a place.
func (o *Objects[T, P]) decode(place int, object []byte) error {
	switch {
	case o.Decode == nil:
		return P(&o.Items[place]).Unmarshal(object)
	case place == 0:
		return o.Decode(&o.Items[0], new(T), object)
	default:
		return o.Decode(&o.Items[place], &o.Items[place-1], object)
	}
}
