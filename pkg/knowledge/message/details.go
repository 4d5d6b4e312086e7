// Package message takes apart what AKS writes about a failed repair.
package message

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// The parts of an auto-repair event's message. White space may be anything, since
// messages are pasted from terminals and chats that wrap lines.
// Source: https://learn.microsoft.com/azure/aks/node-auto-repair and events of real clusters.
var (
	failureHead = lazy.Pattern(`(?i)(?:node\s+auto-repair\b[^:]{0,100}?|due\s+to\s+an\s+)\boperation\s+failure\b`)
	otherHead   = lazy.Pattern(`(?i)^\s*(?:node\s+auto-repair\s+is\s+initiating\s+a|\w+\s+action\s+from\s+node\s+auto-repair\s+(?:has|is)\s+completed)\b`)
	closed      = lazy.Pattern(`^[.:]?\\*["']`)
	seeHere     = lazy.Pattern(`(?i)^see\s+error\s+details\s+here\s*:`)
	learnMore   = lazy.Pattern(`(?i)[.\s]*\blearn\s+more:?\s*(\S*)\s*$`)
	learnFirst  = lazy.Pattern(`(?i)^learn\s+more\b`)
)

// helpLink is what "Learn more:" points to in the messages of auto-repair.
const helpLink = "aka.ms/aks/node-auto-repair-errors"

// Details returns the error inside the message of a failed repair, raw but for the white space
// around it; ok is false when the message has none.
//
//   - An auto-repair failure says "… action failed due to an operation failure" and then
//     any of ":", ". See error details here:" or ". Learn more: aka.ms/…". Details are what
//     follows the last of those that stand directly after one another; a later "operation
//     failure:" belongs to the details. A help link at the end is no detail; the link cut
//     off anywhere is still recognised.
//   - The messages of a start and an end have no details, and neither has empty text.
//   - Anything else is not from auto-repair, such as an Azure error pasted alone, and is
//     all details.
func Details(message string) (details string, ok bool) {
	if head := failureHead().FindStringIndex(message); head != nil {
		details = tail(message[head[1]:])
	} else if !otherHead().MatchString(message) {
		details = strings.TrimSpace(message)
	}
	return details, details != ""
}

// tail strips separators in front and the help link behind.
func tail(text string) string {
	if closed().MatchString(text) {
		return "" // the message stands in quotes, and they close here
	}
	text = strings.TrimLeft(text, ".: \t\r\n")
	for {
		span := seeHere().FindStringIndex(text)
		if span == nil {
			break
		}
		text = strings.TrimLeft(text[span[1]:], ": \t\r\n")
	}
	if learnFirst().MatchString(text) {
		return ""
	}
	if span := learnMore().FindStringSubmatchIndex(text); span != nil && isHelpLink(text[span[2]:span[3]]) {
		text = text[:span[0]]
	}
	return strings.TrimSpace(text)
}

// isHelpLink reports whether the text is the help link, or what a cut has left of it.
func isHelpLink(text string) bool {
	text = strings.ToLower(strings.TrimPrefix(text, "https://"))
	return strings.HasPrefix(text, "aka.ms/aks/node-auto-repair") || strings.HasPrefix(helpLink, text)
}

// Repairs cuts a text into the messages of failed repairs that it holds. A message ends
// before the line of the next one.
func Repairs(text string) []string {
	heads := failureHead().FindAllStringIndex(text, -1)
	messages := make([]string, 0, len(heads))
	for i, head := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
			if line := strings.LastIndexByte(text[head[1]:end], '\n'); line >= 0 {
				end = head[1] + line
			}
		}
		messages = append(messages, text[head[0]:end])
	}
	return messages
}
