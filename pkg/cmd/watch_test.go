package cmd_test

import (
	"strings"
	"testing"
)

func TestWatchGoesTogetherWithWhatCanBeWatched(t *testing.T) {
	for _, test := range []struct{ args, want string }{
		{"-w --demo=all", "--watch plays one incident, and --demo=all is many at once: write --demo --watch"},
		{"-w --demo --until-ready", "--until-ready waits for nodes that are down, and those of --demo stay down: leave it out"},
		{"-w --demo -o yaml", "-o yaml shows one diagnosis"},
		{"-w -f x", "--watch and --filename exclude each other"},
		{"-w --at 2026-05-19T21:45:00Z", "--watch and --at exclude each other"},
		{"-w --exit-code", "--watch and --exit-code exclude each other"},
		{"-w --contexts a", "--contexts and --watch exclude each other"},
		{"-w -o yaml", "-o yaml shows one diagnosis: with --watch write table or json"},
		{"-w -o html", "-o html shows one diagnosis: with --watch write table or json"},
		{"-w -o jsonpath={.node}", "-o jsonpath={.node} shows one diagnosis: with --watch write table or json"},
		{"-w -o tabel", `-o is "tabel": write one of table, `},
		{"-w --save x.tgz", "--watch and --save exclude each other"},
		{"-w --impact", "--watch and --impact exclude each other"},
		{"-w --details", "--watch and --details exclude each other"},
		{"-w --timeout -1s", "--timeout must not be negative"},
		{"--until-ready", "--until-ready is for --watch"},
		{"--timeout 5m", "--timeout is for --watch"},
	} {
		t.Run(test.args, func(t *testing.T) {
			status, stdout, stderr := run(t, append([]string{"diagnose"}, strings.Fields(test.args)...)...)
			if status != 1 || stdout != "" || !strings.Contains(stderr, test.want) {
				t.Errorf("status %d, stdout %q, stderr %q; want 1 and %q", status, stdout, stderr, test.want)
			}
		})
	}
}
