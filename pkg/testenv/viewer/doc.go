// Package viewer shows output to the tests as its readers see it: HTML in Chromium,
// Markdown as GitHub renders it, text as a terminal takes it. It also has the texts that a
// hostile cluster would use against each of them.
package viewer
