// Package records splits a text into its objects, one by one, in any of these forms: a List in
// JSON or YAML as kubectl prints it, single objects, several documents, JSON lines, rows of a
// Log Analytics export in JSON or CSV, or several of these in sequence. Each object becomes a
// Record: one JSON object.
//
// A list is never held as a whole. Memory holds one object, up to a bound, and does not grow
// with the size of the text. Objects of kinds that the caller does not want are skipped without
// being decoded.
//
// A record that is not valid is a fault, and the read continues after it. A text that is
// truncated or has no structure to continue from is an error, with its place, after the records
// before it.
//
// scanner.go reads bytes and tracks the place. value.go and json.go split JSON, yaml.go and
// yaml_list.go YAML. tables.go and csv.go make records of rows. kubectl_messages.go skips what
// kubectl prints beside its output. read.go chooses the form.
package records
