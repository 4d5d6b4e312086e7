// Package layout lays out lines on a terminal. It knows widths and colours, and nothing of
// what the lines are about.
//
//	Page     collects lines: prose wraps at spaces, names are never divided
//	Command  a command over several lines, of which a part runs nothing
//	Grid     a table, which becomes one record per row where it is wider than the terminal
//	palette  colours text whose width is already known
//	linked   makes words of a finished page links
//
// It expects clean text.
package layout
