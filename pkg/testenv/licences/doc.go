// Package licences knows what the released programs are made of: the modules that are
// linked into them on any platform, and the licences of these, read from their own files.
//
// The list and the texts are kept in .github/LICENSES.md, which is in every archive of a
// release; the test compares it with what is linked and fails on a licence that is not known or that does not go together with Apache-2.0.
package licences
