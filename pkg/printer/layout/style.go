package layout

// Style is how a result is to look.
type Style struct {
	// Width is the number of columns that prose wraps to and tables must fit; 0 or less
	// is no limit, as for a pipe.
	Width int
	// Height is the number of lines of the terminal, which a result that is to fit a screen has at
	// most; 0 or less is no limit, as for a pipe.
	Height int
	// Color puts colour on what a person has to fix, on changes and on what is well again.
	Color bool
	// Link gives the address that a word leads to, empty for most, on a terminal that takes links; nil
	// makes none.
	Link func(word string) (address string)
	// Wide adds columns to the table of nodes.
	Wide bool
	// NoHeaders leaves out headings, the sentences before the tables and the hints after
	// them. What could not be read is always printed.
	NoHeaders bool
}
