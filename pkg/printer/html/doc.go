// Package html writes a document as one page that needs nothing else: a head, a chart, and cards with
// folds, which stay folded on paper. The page has no
// script, and a policy that allows nothing but its own style sheet.
package html
