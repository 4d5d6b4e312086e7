// Package files opens files, folders, nested archives and standard input, and passes the texts
// in them to a Handler, one after the other, as streams of UTF-8.
//
// The first bytes of a file decide what it is, not its name: gzip, bzip2, tar and zip are
// opened, anything else is text. Of a folder or an archive only files that can be dumps are
// read: by a name such as nodes.json, or a beginning such as "apiVersion:".
//
// The input is not trusted. Nothing is unpacked to disk. Nothing is held in memory beyond a
// buffer, except a zip archive within another archive, up to a bound. Links are not followed,
// names that lead out of an archive are refused, and Limits bound the size of unpacked data.
// What is not read for such a reason is a Fault.
//
// input.go takes the names, folder.go walks folders, content.go recognises formats,
// compressed.go, tar.go and zip.go open them, text.go decodes text, meter.go counts.
package files
