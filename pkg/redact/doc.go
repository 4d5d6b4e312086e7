// Package redact takes out of a snapshot what tells whose cluster it is, before anything is
// diagnosed, so that every output and the saved evidence are redacted alike.
//
// Names are replaced by tokens: the same name by the same token within one run, another
// one in the next, because they are made with a random key and cannot be found by trying
// names. Tokens keep the form of what they stand for, where the diagnosis reads it: the
// name of a node in a scale set still tells the set and the instance, a node resource group
// still begins with MC_, and commands that carry tokens are still well formed.
//
// The principle is to let through what is known to be harmless, not to take out what is
// known to be harmful: objects are made anew with the fields that a diagnosis needs, and of
// texts only those words stay that the knowledge table, the texts of this program or the
// usual texts of Kubernetes and Azure have. Every other word becomes a token.
//
// Codes, reasons, states, times, versions, sizes, zones and regions stay.
//
// redact.go walks the snapshot; node.go, event.go and impact.go make the objects anew;
// token.go makes tokens, names.go those that keep their form; text.go and word.go judge texts.
package redact
