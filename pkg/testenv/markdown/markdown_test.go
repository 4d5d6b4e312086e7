package markdown

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

const document = "# Title\n\n```sh\none\ntwo\n```\n\n<!-- begin: flags -->\n```\nold\n```\n<!-- end -->\n\n```sh krew\nthree\n```\n\n1. item\n\n   ```sh\n   four\n     five\n   ```\n"

func TestBlocksAreThoseThatAPersonWrote(t *testing.T) {
	got, err := Blocks(document)
	want := []Block{{Line: 4, Info: "sh", Text: "one\ntwo\n"}, {Line: 15, Info: "sh krew", Text: "three\n"}, {Line: 21, Info: "sh", Text: "four\n  five\n"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

func TestWhatIsNotClosedIsAnError(t *testing.T) {
	for _, text := range []string{"```sh\none\n", "<!-- begin: flags -->\n"} {
		if blocks, err := Blocks(text); err == nil {
			t.Errorf("%q has the blocks %+v", text, blocks)
		}
	}
	if _, _, err := Generate("<!-- begin: flags -->\n", nil); err == nil {
		t.Error("a part without an end is rendered")
	}
}

func TestOnlyTheGeneratedPartsAreReplaced(t *testing.T) {
	got, parts, err := Generate(document, func(what string) (string, error) { return "new " + what + "\n", nil })
	want := strings.Replace(document, "```\nold\n```\n", "new flags\n", 1)
	if err != nil || parts != 1 || got != want {
		t.Errorf("got %q, %d parts, %v", got, parts, err)
	}
	again, _, err := Generate(got, func(what string) (string, error) { return "new " + what + "\n", nil })
	if err != nil || again != got {
		t.Errorf("the second time gives %q, %v", again, err)
	}
}

func TestAFailureToRenderIsReported(t *testing.T) {
	failed := errors.New("no such part")
	if _, _, err := Generate(document, func(string) (string, error) { return "", failed }); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
}
