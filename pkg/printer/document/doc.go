// Package document puts all that is reported about one or several clusters into the order of
// reading. A Document is built once; package markdown and package html write it, package brief
// its heads, and package printer an overview or the page of one node.
//
//	document.go  Document > Chapter (a cluster)
//	head.go      what is passed on as it is: which cluster, when, what is wrong, who has to act
//	line.go      a problem in a few words
//	problem.go   a problem with its causes and the commands for its first node
//	overview.go  a cluster with its problems in short, without the pages of its nodes
//	row.go       a node in a table
//	node.go      a node
//	page.go      a node alone on a page, with all that is known of it
//	chart.go     all nodes on one axis of time, as geometry
//	drawing.go   the timeline of a node, as geometry; its actions are in lanes.go
//	limits.go    what bounds the texts and lists
//
// All of its strings are clean.
package document
