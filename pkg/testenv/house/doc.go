// Package house holds the project to its own rules: who may import whom, who may read the
// clock and the process's streams, how big packages, files and functions may be, who may look
// into texts for readers, what has to have a comment, which words comments and messages may
// not use, what lies at the top of the repository, how long the README may be, where documents
// link to and whether tests run what they show, and what krew and GitHub need of its files.
//
// A rule is a function from the repository to sentences, one for each place that breaks
// it. The tests run all rules over this repository, and each over a small one that breaks it.
package house
