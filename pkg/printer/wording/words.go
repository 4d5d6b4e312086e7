package wording

import (
	"fmt"
	"strings"
)

// Count returns a number with its noun.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// are returns the verb that follows n nodes.
func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// have returns the auxiliary verb that follows n nodes.
func have(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// Sentence ends text with a full stop when it has no end of its own.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:") {
		return text
	}
	return text + "."
}

// Capital begins text with a capital, where it begins with a letter of ASCII.
func Capital(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// namesShown is how many names a sentence lists before it counts the rest.
const namesShown = 10

// Names returns a list of names, of which the first ones are written out.
func Names(list []string) string {
	if len(list) <= namesShown {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more (see -o json)", strings.Join(list[:namesShown], ", "), len(list)-namesShown)
}
