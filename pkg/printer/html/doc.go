// Package html writes a document as one page that needs nothing else: a head, a chart, and cards with
// folds, which stay folded on paper (html.go); or the report of a history with its calendar (history.go).
// The page has no script, and a policy that allows nothing but its own style sheet.
package html
