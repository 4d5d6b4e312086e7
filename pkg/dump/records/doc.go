// Package records cuts a text into the objects it holds, one by one, whatever form they
// have: a JSON List or a List in YAML as kubectl prints it, single objects, several
// documents, JSON lines, rows of a Log Analytics export as JSON or CSV, and any of these
// behind one another. Everything comes out as a Record: one JSON object.
//
// A list is never held as a whole, so that memory does not grow with the size of a text;
// what is held is one object, up to a bound. Objects of kinds that the caller does not want
// are passed over without being decoded.
//
// A record that is not valid is a fault, and reading goes on behind it. A text that is cut
// or has no structure to go on with is an error, with the place, after the records before it.
//
// scanner.go reads bytes and knows the place; value.go and json.go cut JSON; yaml.go and
// yamllist.go cut YAML; tables.go and csv.go make records of rows; read.go chooses.
package records
