// Package pattern says how evidence on a node is recognised: the patterns of conditions, events,
// facts and marks that entries and checks are made of, and what a check concludes from them.
//
//   - pattern.go: the patterns as the YAML has them
//   - item.go: a piece of evidence, of whatever source, in the one form that patterns match
//   - check.go: a question with the patterns that answer it, and whether it holds, fails or cannot be known
package pattern
