// Package markdown writes a document, or the report of a history, for a ticket. What comes from the cluster stands in
// code, so that it can neither link, mention anybody nor end a block. A ticket has limited
// room: what does not fit is counted.
package markdown
