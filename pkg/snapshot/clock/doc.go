// Package clock estimates what time it was in a cluster when a snapshot of it was taken, from all that
// shows a time, and says how sure that is. It is the only place that sets TakenAt.
//
// Clocks can be wrong: that of the user's computer, the one behind the time of a file, that of a single
// kubelet. So no time wins because it is the newest. witness.go keeps the newest times, each with the
// clock that it comes from; dump.go makes an estimate from the times in a dump and from the time of its
// file; live.go makes one from the Date of a server's answers and the clock of this computer; server.go
// notes the Dates; reach.go judges a time that the user gave; outliers.go names the clocks that disagree
// with the estimate.
//
// The estimate has two ends where the witnesses disagree (snapshot.Clock): a rule that compares an age
// with a threshold looks at both, and where they differ the diagnosis has a gap that names the witness.
package clock
