// Package html writes a document (html.go), or the report of a history with its calendar (history.go), as
// one page that needs nothing else. The page has no script, and a policy that allows nothing but its own
// style sheet.
package html
