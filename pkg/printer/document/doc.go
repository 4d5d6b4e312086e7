// Package document puts into the order of reading all that is to be said about one or
// several clusters. A Document is built once; package markdown and package html write it.
//
//	Document > Chapter (a cluster) > Problem, Node > drawing (a timeline as geometry)
//
// All of its strings are clean.
package document
