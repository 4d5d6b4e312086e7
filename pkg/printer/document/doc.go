// Package document puts all that is reported about one or several clusters into the order of
// reading. A Document is built once; package markdown and package html write it.
//
//	Document > Chapter (a cluster) > Problem, Node > drawing (a timeline as geometry)
//
// All of its strings are clean.
package document
