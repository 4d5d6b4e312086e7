// Package files opens what people have of a cluster and hands over the texts in it, one
// after the other, as streams of UTF-8: files, folders, archives in any nesting, standard
// input, in the encodings that shells write.
//
// What a file is, its first bytes say, not its name: gzip, bzip2, tar and zip are opened
// and looked into, anything else is text. Of a folder or an archive only what can be a dump
// is handed over: a name such as nodes.json, or a beginning such as "apiVersion:".
//
// The input is not trusted. Nothing is ever unpacked to a disk, nothing is held in memory
// beyond a buffer (an archive of the zip kind within another one excepted, up to a bound),
// links are not followed, names that lead out of an archive are refused, and Limits bound
// what an archive can unfold to. What is not read for such a reason is a Fault.
//
// input.go takes the names, folder.go walks folders, content.go tells what a stream is,
// compressed.go, tar.go and zip.go open it, text.go decodes it, meter.go counts.
package files
