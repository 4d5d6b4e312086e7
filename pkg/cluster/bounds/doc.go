// Package bounds ends what an API server sends without an end: a body, the head of an answer, an event
// of a watch, the pages of a list, and time. A broken proxy or a hostile server can send each of them
// for ever, or packed into a few kilobytes.
//
// A transport counts bytes after decompression (transport.go, body.go), those of a watch event by event (stream.go, listing.go), a Pages the objects of a list
// (pages.go), for which a Size says how many nodes there are (size.go), and Objects those of one
// answer before they are decoded (objects.go). What is over a bound ends in an Error, which is a
// sentence; what was read before stays.
//
// The bounds are far above what a real cluster sends. A cluster of 20,000 nodes has a Table of 6 MB,
// pages of 500 nodes of 5 to 10 MB, and pages of 5,000 events of 4 to 8 MB; 300,000 events are 60 such
// pages, and the pods of all nodes, 30 on each, about 6 GB.
package bounds
