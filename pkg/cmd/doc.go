// Package cmd is the command line: it turns what was typed, once, into a struct of ready
// things, runs it, and turns errors into one sentence and an exit status.
//
//	os.go          what the program takes from the operating system, injected everywhere
//	main.go        arguments in, exit status out
//	root.go        the commands
//	diagnose.go    flags of diagnose → options;  diagnose_run.go   options → output
//	pager          shows long text through $PAGER
//	browser        shows a page in $BROWSER (open.go)
//	hyperlink      which terminals take links
//	view           shows what a watch sees: watch.go, watch_run.go
//	output.go      -o: the formats, all from one diagnosis.Diagnosis
//	explain.go     the knowledge table, offline
//
// It is the only user of cobra.
package cmd
