package azure_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/console"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

const panicLine = "[  812.1] Kernel panic - not syncing: Fatal exception at 203.0.113.9\r\n"

// readConsole asks about two nodes that are down, and the serial log of the first of them.
func readConsole(t *testing.T, server *arm.Server, names ...string) *snapshot.Snapshot {
	t.Helper()
	s := sick(0, 1)
	s.Selection.Names = names
	enrichWith(t, server, s, func(e *azure.Enricher) { e.Console, e.Timeout = true, 20*time.Second })
	if text := fmt.Sprint(s.Facts, s.Gaps); strings.Contains(text, arm.Signature) || strings.Contains(text, "203.0.113.9") {
		t.Errorf("a secret or an address: %s", text)
	}
	return s
}

// posts counts what was asked by another verb than GET.
func posts(server *arm.Server) (all []string) {
	for _, r := range server.Requests() {
		if r.Method != http.MethodGet {
			all = append(all, r.Path)
		}
	}
	return all
}

// The log of a named node is read at another host, which gets no credential, and of no other node.
func TestTheSerialLogOfANamedNode(t *testing.T) {
	server := arm.New(t)
	storage := server.NewStorage(t, strings.Repeat("nothing\r\n", 200_000)+panicLine)
	s := readConsole(t, server, first)
	if !has(s, first, console.Source, "KernelPanic", "Seen") || has(s, second, console.Source, "SerialLog", "Read") || len(s.Gaps) > 0 {
		t.Errorf("gaps %+v, facts %+v", s.Gaps, s.Facts)
	}
	if asked := posts(server); len(asked) != 1 || !strings.HasSuffix(asked[0], "/virtualmachines/0/retrievebootdiagnosticsdata") {
		t.Errorf("asked by POST: %q", asked)
	}
	requests := storage.Requests()
	if len(requests) != 1 || requests[0].Method != http.MethodGet || requests[0].Header.Get("Authorization") != "" || !strings.Contains(requests[0].URL.RawQuery, arm.Signature) {
		t.Errorf("storage was asked %+v", requests)
	}
	i := slices.IndexFunc(s.Facts, func(f snapshot.Fact) bool { return f.Source == console.Source && f.Type == "SerialLog" })
	if i < 0 || !strings.HasPrefix(s.Facts[i].Message, "1 of 1165") { // the last MiB
		t.Errorf("it says %+v", s.Facts[max(i, 0)])
	}
	for _, names := range [][]string{nil, {"healthy"}} {
		server := arm.New(t)
		server.NewStorage(t, panicLine)
		s := readConsole(t, server, names...)
		if len(posts(server)) > 0 {
			t.Errorf("%q: asked by POST %q", names, posts(server))
		}
		if len(s.Gaps) != len(names) || len(names) > 0 && s.Gaps[0].Subjects[0] != "the serial log of healthy" {
			t.Errorf("%q: the gaps are %+v", names, s.Gaps)
		}
	}
}

// So is that of a VM of its own; of one that is gone there is none.
func TestTheSerialLogOfAVMOfItsOwn(t *testing.T) {
	for _, gone := range []bool{false, true} {
		server, s := arm.New(t), alone()
		server.NewStorage(t, panicLine)
		if gone {
			server.Replace("/virtualmachines/", arm.Reply{Status: 404, Body: `{"error":{"code":"ResourceNotFound","message":"not found"}}`})
		}
		s.Selection.Names = []string{arm.Alone}
		enrichWith(t, server, s, func(e *azure.Enricher) { e.Console = true })
		if has(s, arm.Alone, console.Source, "KernelPanic", "Seen") == gone || (len(posts(server)) == 0) != gone || has(s, arm.Alone, answers.SourceVM, "Exists", "False") != gone {
			t.Errorf("gone %t: asked %q, gaps %+v, facts %+v", gone, posts(server), s.Gaps, s.Facts)
		}
	}
}

// Each refusal is one gap, nothing of it has the address of the log, and what else was read is there.
func TestASerialLogThatCannotBeRead(t *testing.T) {
	const part = "/retrievebootdiagnosticsdata"
	for name, c := range map[string]struct {
		azure, storage arm.Reply
		without        bool
		reason         string
		asked          int
	}{
		"off":              {without: true, reason: "Boot diagnostics is not enabled"},
		"no right":         {azure: arm.Reply{Status: 403}, reason: "does not permit"},
		"gone since":       {azure: arm.Reply{Status: 404, Body: `{"error":{"code":"NotFound","message":"x"}}`}, reason: "404 Not Found"},
		"no log":           {azure: arm.Reply{Body: `{}`}, reason: "has no serial log"},
		"no JSON":          {azure: arm.Reply{Body: `<html>`}, reason: "has no serial log"},
		"another host":     {azure: arm.Reply{Body: arm.Diagnostics("https://attacker.example")}, reason: "not that of a blob"},
		"a host like it":   {azure: arm.Reply{Body: arm.Diagnostics("https://x.blob.core.windows.net")}, reason: "not that of a blob"},
		"without TLS":      {azure: arm.Reply{Body: arm.Diagnostics("http://127.0.0.1")}, reason: "not that of a blob"},
		"no address":       {azure: arm.Reply{Body: arm.Diagnostics("https://%zz")}, reason: "not that of a blob"},
		"expired":          {storage: arm.Reply{Status: 403, Body: "<Error>" + arm.Signature + "</Error>"}, reason: "answers 403 Forbidden", asked: 1},
		"not there":        {storage: arm.Reply{Status: 404}, reason: "answers 404 Not Found", asked: 1},
		"a redirect":       {storage: arm.Reply{Status: 302, Header: map[string]string{"Location": "https://attacker.example/"}}, reason: "is not followed", asked: 1},
		"too long":         {storage: arm.Reply{Body: strings.Repeat("x", 33<<20)}, reason: "more than 32 MiB", asked: 1},
		"asked to sign in": {azure: arm.Reply{Status: 401}, reason: "does not accept the credential"},
	} {
		t.Run(name, func(t *testing.T) {
			server := arm.New(t)
			var storage *arm.Storage
			if !c.without {
				storage = server.NewStorage(t, "")
				storage.Reply = c.storage
			}
			if c.azure.Status != 0 || c.azure.Body != "" {
				server.Replace(part, c.azure)
			}
			s := readConsole(t, server, first)
			if len(s.Gaps) != 1 || s.Gaps[0].Subject() != "the serial log of "+first || !strings.Contains(s.Gaps[0].Reason, c.reason) || !strings.HasSuffix(s.Gaps[0].Reason, ".") {
				t.Errorf("the gaps are %+v", s.Gaps)
			}
			if name == "no right" && !strings.Contains(s.Gaps[0].Action, "rbac --azure --azure-console") {
				t.Errorf("what to do: %q", s.Gaps[0].Action)
			}
			if !has(s, first, answers.SourceVM, "PowerState", "running") || storage != nil && len(storage.Requests()) != c.asked {
				t.Errorf("facts %+v", s.Facts)
			}
		})
	}
	server := arm.New(t)
	server.NewStorage(t, "").Close()
	if s := readConsole(t, server, first); len(s.Gaps) != 1 || !strings.Contains(s.Gaps[0].Reason, "cannot be reached") {
		t.Errorf("where nothing listens: %+v", s.Gaps)
	}
}
