// Package printer turns a Diagnosis and an Entry of the knowledge into text for a reader
// who was just woken up.
//
// A printer gets a writer and a Style, and knows nothing else: no clock, no environment,
// no stream of its own. Its rooms, each of which imports only those above it:
//
//	clean     cleans and bounds untrusted text; every value passes it first
//	layout    lines, tables and colours of a terminal
//	wording   the sentences and facts that every output shares
//	document  all that is reported, in the order of reading
//	brief     the answer on one screen, and for a chat
//	markdown  writes a document for a ticket
//	html      writes a document as a page
//
// This package itself has the pages of the terminal with all details, the formats for programs, and the
// functions that package cmd calls. Each of them writes once; the error of the writer is
// the error of the call.
//
// Tables need room. A table that is wider than the terminal becomes one record per row,
// and the table of problems becomes one block per problem, so nothing is ever cut.
package printer
