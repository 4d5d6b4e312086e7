// Package dump makes a snapshot of files: what kubectl wrote, bundles, exports of Log
// Analytics, saved evidence, and the demo that is embedded in the program.
//
// The packages files (archives, encodings) and records (JSON, YAML, rows) below this one cut
// files into objects as a stream; collector.go keeps those that matter, within the bounds of
// budget.go. What is broken or was cut is a Gap with file and place (faults.go, cut.go), and
// so are files that do not belong together (mix.go). Evidence writes a snapshot in the form
// that is read again.
package dump
