// Package repair turns a snapshot.Snapshot into a Diagnosis: for each node that is down,
// since when, what AKS node auto-repair tried, with which outcome, and which entries of the
// knowledge table say why and what to do.
//
// It is pure: no I/O, no clock, no text of advice. One node goes through it like this:
//
//	evidence   the Node, its events, and separately those of an earlier node of that name
//	attempts   Start…End/Error events paired into attempts, numbered by round
//	outage     the earliest evidence that the node was NotReady after it was last Ready
//	verdict    the state; why nothing was tried; the code of the newest error
//	known      all of it, and what all nodes together show, as evidence that checks judge
//	answers    why it is down, and why AKS did not bring it back
//	finding    the entries that apply and their steps with the node's own names put in
//
// Findings with the same state, reason and code form a group. Everything has a total
// order, so that the same snapshot always gives the same diagnosis.
package repair
