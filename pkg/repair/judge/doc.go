// Package judge holds the possible causes of a problem against the evidence on one node: each
// is confirmed, ruled out or open, and steps that no longer make sense are left out.
package judge
