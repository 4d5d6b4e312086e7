package house

import (
	"strings"
	"testing"
)

func TestTheReadmeIsShort(t *testing.T) {
	expectEach(t, []broken{
		{"170 lines", "README.md", strings.Repeat("\n", 170), ""},
		{"171 lines", "README.md", strings.Repeat("\n", 171), "README.md: it has 171 lines"},
		{"9,000 bytes", "README.md", strings.Repeat("a", 9000), ""},
		{"9,001 bytes", "README.md", strings.Repeat("a", 9001), "README.md: it has 9001 bytes"},
	})
}

func TestDocumentsWithCommandsAreRun(t *testing.T) {
	expectEach(t, []broken{
		{"one that is run", "README.md", "```sh\nls\n```\n", ""},
		{"one that is not", "pkg/cluster/README.md", "text\n\n```sh krew\nls\n```\n", "pkg/cluster/README.md:4: no test runs this block"},
		{"golden output", "pkg/cluster/testdata/a.md", "```sh\nls\n```\n[it](gone)\n", ""},
		{"data", "pkg/cluster/README.md", "```yaml\na: b\n```\n", ""},
		{"a fence that is not closed", "pkg/cluster/README.md", "```yaml\na: b\n", "pkg/cluster/README.md: the block at line 2 is not closed"},
	})
}

func TestLinksLeadSomewhere(t *testing.T) {
	const other = ".github/OTHER.md"
	expectEach(t, []broken{
		{"a file", other, "see [it](../README.md) and ![it](../pkg/cluster/doc.go)\n", ""},
		{"a folder", "README.md", "see [it](pkg/cluster)\n", ""},
		{"a file that is gone", other, "see\n[it](README.md)\n", other + ":2: the link leads nowhere: README.md"},
		{"part of a name", "README.md", "[it](pkg/clust)\n", "the link leads nowhere: pkg/clust"},
		{"a heading", other, "# Code: the `first` hour\n[it](#code-the-first-hour), [it](OTHER.md#code-the-first-hour)\n", ""},
		{"a heading that is gone", other, "# Code\n[it](#node)\n", "the link leads nowhere: #node"},
		{"a page elsewhere", other, "[it](https://example.com/a#b), [him](mailto:a@example.com)\n", ""},
	})
}
