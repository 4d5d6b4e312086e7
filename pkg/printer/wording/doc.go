// Package wording says in words what a diagnosis and an entry of the knowledge hold. What it
// says is the same on a terminal, in Markdown and in HTML: it knows no width and no colour,
// only a Tone.
//
// The values that it gets are clean, but for those of NotSeen and Transition, whose callers
// clean the text.
package wording
