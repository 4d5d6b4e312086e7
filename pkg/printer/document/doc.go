// Package document puts all that is reported about one or several clusters into the order of
// reading. A Document is built once; package markdown and package html write it, and package brief
// its heads.
//
//	document.go  Document > Chapter (a cluster)
//	head.go      what is passed on as it is: which cluster, when, what is wrong, who has to act
//	line.go      a problem in a few words
//	problem.go   a problem with its causes and the commands for its first node
//	node.go      a node
//	chart.go     all nodes on one axis of time, as geometry
//	drawing.go   the timeline of a node, as geometry; its actions are in lanes.go
//	limits.go    what bounds the texts and lists
//
// All of its strings are clean.
package document
