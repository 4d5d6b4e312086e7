// Package faults stands between a client and an API server and spoils answers, so that
// tests see what the client makes of a network and a server that fail.
//
// A Proxy forwards to the real server, whose credentials it has, over TLS as a real server
// speaks it, with HTTP/2 or without (proxy.go). A Script decides, request by request, what
// is answered wrongly and how; All is the table of the ways (table.go, answers.go, unbounded.go).
// HostileText is what a right answer can have in it all the same (text.go).
package faults
