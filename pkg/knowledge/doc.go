// Package knowledge is the table of facts behind every advice this tool gives: what an
// error code, a state or a rule of AKS node auto-repair means, who can mend it and what
// to do next.
//
// The facts live in YAML files beside the code and are embedded. Load reads files
// strictly and reports every fault at once by file and line; the tests load what is
// shipped so, and Builtin takes the JSON that was made of it. With adds files of one's own. An
// entry carries its own proof: messages that must lead to it and messages that must not.
//
// The ways into the table:
//
//	Entry    a code or alias, whole
//	Explain  whatever a person pastes: a code, an event, an Azure error; on a miss near names
//	Details  the part of an auto-repair event that holds the error
//	Match    the innermost known code in such details, and the numbers that refine it
//	Condition, Event, ExitCodes  what a node, an event or the bootstrap script says
//
// The ways out are Fill and Setup, which turn the commands of an entry into lines that
// can be pasted: Fill puts values in, Setup finds the values that are still missing.
//
// Everything here is pure: no clock, no network, no state that changes after Load.
// Texts that come in are untrusted; they may be cut, huge, or not UTF-8.
package knowledge
