// Package markdown writes a document for a ticket: a head of at most 15 lines (head.go), and the rest
// in folds (markdown.go, parts.go); or the report of a history (history.go). What comes from the cluster stands in
// code, so that it can neither link, mention anybody nor end a block. A ticket has limited
// room: what does not fit is counted (limit.go).
package markdown
