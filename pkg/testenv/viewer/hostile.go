package viewer

import "fmt"

// HostileHTML returns what a hostile name or message would contain, with an address that no
// page may request.
func HostileHTML(address string) string {
	return fmt.Sprintf(`"'></title></style></pre></code></svg></table><script>document.title='owned';fetch('%[1]s/fetched')</script>`+
		`<img src=%[1]s/pixel onerror="document.title='owned'"><svg onload="document.title='owned'"><a href="javascript:1">a</a>`+
		`<link rel=stylesheet href=%[1]s/style.css><style>@import "%[1]s/import.css";</style><iframe src=%[1]s/frame></iframe>`+
		`<meta http-equiv=refresh content="0;url=%[1]s/away"><base href=%[1]s/base/><form action=%[1]s/form>{{.CSS}} & &lt; ${x} `, address)
}

// HostileMarkdown are texts that would become something other than themselves.
func HostileMarkdown() []string {
	return []string{
		HostileHTML("http://evil.example"),
		"a | b |\n|---|---|\n| c | d |", "a\\| b\\\\| c |", "`code` ``more`` ``` fence", "```\nout of the block\n```\n# heading", "~~~\n# out\n~~~",
		"[link](http://evil.example) ![x](http://evil.example/x.png) <http://evil.example> http://evil.example www.evil.example",
		"# heading", "- item", "1. item", "> quote", "===", "***", "**bold** _it_ ~~no~~ &lt;b&gt; \\* @everyone #1", "[x]: http://evil.example", "    code", "`", " ` ", "\n\n# heading", "<!-- ", "--> <b>",
	}
}
