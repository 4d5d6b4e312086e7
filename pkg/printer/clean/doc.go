// Package clean makes untrusted text fit for a reader: for a terminal, and for JSON and YAML
// that a terminal shows.
//
//	Line, Block  one text, of one line or of several
//	Copy         a value with every string in it bounded and clean, also those added later
//	Bound        a text that says how much of it was left out
//	Width        the columns that a clean text takes
//
// Nothing that comes from a cluster, a file or a table of the user is printed before it has
// passed here.
package clean
