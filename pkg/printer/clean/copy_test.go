package clean

import (
	"reflect"
	"testing"
	"time"
)

// tree has text in all kinds of places, also below itself.
type tree struct {
	Name     named
	At       *time.Time
	Children []*tree
	Other    struct{ Count []int }
	Message  string
	hidden   string
	Last     *branch
}

type named string

type branch struct {
	Tree *tree
	Text *string
}

func TestCopyCleansAllTextAndLeavesTheOriginal(t *testing.T) {
	at, text := time.Unix(7, 0), "\x1b[31mtext"
	newTree := func() *tree {
		own := text
		return &tree{
			Name: "\x1b[31mname", At: &at, Message: "\x1b[31mmessage", hidden: "\x1b[31mhidden",
			Children: []*tree{{Name: "\x07child", Last: &branch{Tree: &tree{Message: "\x07deep"}, Text: &own}}},
		}
	}
	v := newTree()
	v.Other.Count = []int{1, 2}
	got := Copy(v, nil)
	child := got.Children[0]
	for want, have := range map[string]string{
		`\x1b[31mname`: string(got.Name), `\x1b[31mmessage`: got.Message, `\achild`: string(child.Name),
		`\adeep`: child.Last.Tree.Message, `\x1b[31mtext`: *child.Last.Text, "\x1b[31mhidden": got.hidden,
	} {
		if have != want {
			t.Errorf("%q, want %q", have, want)
		}
	}
	if got.At == nil || !got.At.Equal(at) || len(got.Other.Count) != 2 {
		t.Errorf("what is no text was lost: %+v", got)
	}
	whole := newTree()
	whole.Other.Count = []int{1, 2}
	if !reflect.DeepEqual(v, whole) {
		t.Error("the original was changed")
	}
}
