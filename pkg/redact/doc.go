// Package redact removes from a snapshot what identifies its cluster. It works before the
// diagnosis, so that every output and the saved evidence are redacted alike.
//
// Tokens replace names. Within one run the same name has the same token; the next run has
// others. Tokens are made with a random key, so that nobody can find a name by trying. Tokens
// keep the form that the diagnosis needs: the name of a node in a scale set still shows the set
// and the instance, a node resource group still begins with MC_, and commands stay well formed.
//
// The principle is to keep what is known to be harmless, not to remove what is known to be
// harmful. Objects are rebuilt with the fields that a diagnosis needs. Of texts only words stay
// that are in the knowledge table, in this program's own texts, or in the usual texts of
// Kubernetes and Azure. A token replaces every other word.
//
// Codes, reasons, states, times, versions, sizes, zones and regions stay.
//
// A watch redacts a snapshot each second. What has not changed is used again, but only while no word in it would be
// redacted in another way by what was learned meanwhile.
//
// redact.go walks the snapshot; node.go, event.go and impact.go rebuild the objects; history.go does
// so with the evidence of a history; names.go has the names that were learned; memory.go keeps what was redacted; token.go makes tokens, resource_names.go those that keep their form; text.go and word.go decide about
// texts.
package redact
