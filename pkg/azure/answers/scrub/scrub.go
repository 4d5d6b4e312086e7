// Package scrub removes from texts of Azure what names people.
package scrub

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// maxText is how many bytes of a text are kept. Messages of extensions hold the output of scripts, with
// the error at its beginning; Azure cuts them at 4 KiB.
const maxText = 8 << 10

var (
	// mail is the name of a person, or of a guest, as Entra writes it.
	mail = lazy.Pattern(`[\w.+%#-]+@[\w-]+(?:\.[\w-]+)+`)
	// credential is a token, a signed address, or what follows the name of a secret.
	credential = lazy.Pattern(`eyJ[\w-]{8,}(?:\.[\w-]*){0,2}|(?i:\bbearer\s+[\w.~+/=-]{16,})|` +
		`(?i:\b(?:sig|sharedaccesssignature|accountkey|password|secret|token)=[^\s&"'\\;,]+)|` +
		`(?i:"(?:access_token|refresh_token|id_token|client_secret|password|token)\\*"\s*:\s*\\*"[^"\\]+)`)
	// asker is who asked, as the refusals of ARM name it.
	asker = lazy.Pattern(`(?i)\b(client|caller|user|principal|object id|principal id|client id|oid)\s+(\\*['"])[^'"\\]{1,200}\\*['"]`)
	// address is an IP address of either version.
	address = lazy.Pattern(`\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9A-Fa-f]{1,4}:){3,7}(?::?[0-9A-Fa-f]{1,4}){1,5}\b|\b[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?`)
)

// PlatformAddresses are addresses of Azure itself, the same for everybody, which errors are recognised by, and that of all
// addresses.
// Source: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
var PlatformAddresses = map[string]bool{"0.0.0.0": true, "169.254.169.254": true, "168.63.129.16": true, "127.0.0.1": true}

// Text removes from a text what names people, their computers or their secrets, and bounds it.
func Text(text string) string {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	text = mail().ReplaceAllString(text, "<caller>")
	text = credential().ReplaceAllString(text, "<secret>")
	text = asker().ReplaceAllString(text, "$1 $2<caller>$2")
	return address().ReplaceAllStringFunc(text, func(a string) string {
		if PlatformAddresses[a] {
			return a
		}
		return "<address>"
	})
}
