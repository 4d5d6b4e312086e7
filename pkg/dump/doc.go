// Package dump reads a snapshot from files: what kubectl wrote, support bundles, exports of Log
// Analytics, saved evidence, and the demo that is embedded in the program.
//
// The packages files (archives, encodings) and records (JSON, YAML, rows) below this one split
// files into objects as a stream. collector.go keeps the objects that matter, within the bounds
// of memory_budget.go. What is broken or truncated becomes a Gap with file and place
// (faults.go, truncated.go), and so do files that do not belong together (file_origins.go).
// What people paste is read by pasted_*.go: pages of kubectl by the package pages, answers of Azure by
// azure/answers, whatever stands around them.
// demo.go has the sample clusters, and shows one of them in fast motion.
// What files have of weeks becomes the evidence of a history (history.go, past.go).
// Evidence writes a snapshot in the form that Dump reads.
package dump
