package cmd

import (
	"fmt"
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/browser"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// checkOpen makes the page the format of --open; no other goes with it.
func (f *outputFlags) checkOpen() error {
	switch {
	case !f.open:
	case f.format == "" || f.format == "html":
		f.format = "html"
	default:
		return fmt.Errorf("--open shows the page of -o html, not -o %s: leave out one of them", f.format)
	}
	return nil
}

// opened writes the page to a file and shows it in the browser. Where there is none, it is said where
// the file is: the page is there, so that is no error.
func opened(sys System, page output) output {
	return func(_ io.Writer, r result, t *knowledge.Table) error {
		cluster := "clusters"
		if r.alone {
			cluster = printer.ClusterName(&r.list.Items[0])
		}
		path, err := browser.Save(cluster, func(w io.Writer) error { return page(w, r, t) })
		if err != nil {
			return err
		}
		name := printer.Clean(path)
		if sys.Browser == nil {
			fmt.Fprintf(sys.Streams.ErrOut, "wrote the page to %s; open it in a browser\n", name)
			return nil
		}
		if err := sys.Browser(sys.Getenv("BROWSER"), path); err != nil {
			fmt.Fprintf(sys.Streams.ErrOut, "wrote the page to %s; open it yourself, because no browser could be started: %s\n", name, printer.Clean(err.Error()))
			return nil
		}
		fmt.Fprintf(sys.Streams.ErrOut, "wrote the page to %s and opened it in the browser\n", name)
		return nil
	}
}
