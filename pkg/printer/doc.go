// Package printer turns a repair.Diagnosis and a knowledge.Entry into text for a reader
// who was just woken up.
//
// A printer gets a writer and a Style, and knows nothing else: no clock, no environment,
// no stream of its own. Every call goes the same way:
//
//	door     a copy of the value whose every string is bounded and fit for a terminal
//	page     lines are laid out: prose wraps at spaces, names and commands are never cut
//	palette  colour goes on when the widths are known, and never carries a meaning alone
//	flush    one write; its error is the call's error
//
// Tables need room. A table that is wider than the terminal becomes one record per row,
// and the table of problems becomes one block per problem, so nothing is ever cut.
package printer
