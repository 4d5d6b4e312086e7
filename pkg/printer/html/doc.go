// Package html writes a document as one page that needs nothing else. The page has no
// script, and a policy that allows nothing but its own style sheet.
package html
