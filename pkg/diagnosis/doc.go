// Package diagnosis is the JSON contract of this program: what a diagnosis, a list of them
// and a transition of a watch consist of. It has types and their schema, and computes
// nothing but counts of what is in them; package repair fills them in, package printer
// writes them.
package diagnosis
