// Package brief prints the answer on one screen: what is down, the cause, the next step, and where
// to go on. All the rest of a diagnosis is printed by package printer (--details).
//
//	screen.go    finished lines in blocks, and how many of them a screen has room for
//	text.go      text that is cut where it would not fit
//	overview.go  a cluster: a table of problems (problems.go, rows.go) and the list of nodes (nodes.go)
//	node.go      the page of one node: its facts (facts.go) and at most three steps (steps.go)
//	entry.go     an entry of the table, in an explanation.go of a text; kinds.go: how many there are
//	chat.go      -o brief: ten lines for a chat
//	wide.go      -o wide: a table with all that is known of each node
//
// A screen of a terminal has a height, a pipe has none: there nothing is cut and nothing is left
// out. What does not fit is counted, and --details has it. It expects clean text.
package brief
