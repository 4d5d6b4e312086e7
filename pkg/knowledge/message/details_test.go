package message

import (
	"strings"
	"testing"
)

const head = "Node auto-repair reboot action failed due to an operation failure"

func TestDetailsAreWhatFollowsTheSeparators(t *testing.T) {
	tests := map[string]struct{ message, want string }{
		"after a colon":               {head + ": NotFound", "NotFound"},
		"after see error details":     {head + ". See error details here: NotFound", "NotFound"},
		"after both":                  {head + ": See error details here: NotFound", "NotFound"},
		"before a help link":          {head + ": NotFound. Learn more: aka.ms/aks/node-auto-repair-errors", "NotFound"},
		"before a full help link":     {head + ": NotFound Learn more: https://aka.ms/aks/node-auto-repair-errors.", "NotFound"},
		"before a help link, cut":     {head + ": NotFound. Learn more: aka.ms/aks/no", "NotFound"},
		"before a help link, cut off": {head + ": NotFound. Learn more:", "NotFound"},
		"another link is kept":        {head + ": Failed. Learn more: https://example.com/x", "Failed. Learn more: https://example.com/x"},
		"any case":                    {strings.ToUpper(head) + ". SEE ERROR DETAILS HERE: NOTFOUND", "NOTFOUND"},
		"several lines":               {head + ":\nA\n---\nB\n", "A\n---\nB"},
		"wrapped by a terminal":       {"Node auto-repair reboot action failed due\n   to an operation\n   failure. See error details\n   here: X", "X"},
		"without a separator":         {head + " NotFound", "NotFound"},
		"separator once more inside":  {head + `: {"message":"operation failure: disk"}`, `{"message":"operation failure: disk"}`},
		"after a kubectl column":      {"5m  Warning  NodeRebootError  node/x  " + head + ": NotFound", "NotFound"},
		"quoted details":              {head + `: "NotFound"`, `"NotFound"`},
		"cut inside a character":      {head + ": NotFound \xe2\x82", "NotFound \xe2\x82"},
		"another wording":             {"Node auto-repair reboot failed: operation failure: X", "Node auto-repair reboot failed: operation failure: X"},
		"an Azure error alone":        {` {"error":{"code":"X"}} `, `{"error":{"code":"X"}}`},
		"an unknown wording":          {"Node auto-repair gave up: X", "Node auto-repair gave up: X"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got, ok := Details(test.message); got != test.want || !ok {
				t.Errorf("Details(%q) = %q, %t, want %q", test.message, got, ok, test.want)
			}
		})
	}
}

func TestDetailsAreMissing(t *testing.T) {
	for name, message := range map[string]string{
		"only a help link":        head + ". Learn more: aka.ms/aks/node-auto-repair-errors",
		"a help link, then more":  head + ". Learn more: aka.ms/aks/node-auto-repair-errors\n  Normal DeletingNode",
		"nothing at all":          head,
		"a full stop":             head + ".",
		"a separator":             head + ". See error details here: ",
		"empty":                   " \n",
		"the end of a quotation":  head + `.", "type": "Warning"`,
		"of an escaped one":       head + `\\", "type": "Warning"`,
		"a start":                 "Node auto-repair is initiating a reboot action due to NotReady status persisting >5 minutes. Learn more: aka.ms/aks/node-auto-repair",
		"an end":                  "Reboot action from node auto-repair has completed. Learn more: aka.ms/aks/node-auto-repair",
		"an end in the documents": "Reimage action from node auto-repair is completed.",
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := Details(message); ok || got != "" {
				t.Errorf("Details(%q) = %q, %t, want none", message, got, ok)
			}
		})
	}
}

func TestDetailsOfAMessageCutAnywhereNeverHoldTheHelpLink(t *testing.T) {
	message := head + ": NotFound. Learn more: aka.ms/aks/node-auto-repair-errors"
	for end := len(head) + len(": NotFound"); end <= len(message); end++ {
		got, ok := Details(message[:end])
		if !ok || !strings.HasPrefix(got, "NotFound") || strings.Contains(got, "aka.ms") {
			t.Errorf("Details(%q) = %q, %t", message[:end], got, ok)
		}
	}
}
