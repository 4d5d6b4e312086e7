// Package knowledge is the table of facts behind every advice this tool gives: what an
// error code, a state or a rule of AKS node auto-repair means, who can fix it and what
// to do next.
//
// The facts are in YAML files beside the code, which are embedded. Load reads files strictly
// and reports all faults at once, by file and line. The tests load the shipped files this way;
// Builtin decodes the JSON that was made from them. With adds files of the user. An entry
// carries its own tests: messages that must lead to it and messages that must not.
//
// A sentence or a step that many entries share is written once, in steps.yaml and retries.yaml,
// and entries give its name.
//
// The ways into the table:
//
//	Entry    a code or alias, whole
//	Explain  whatever a person pastes: a code, an event, an Azure error; on a miss near names
//	Details  the part of an auto-repair event that holds the error
//	Match    the innermost known code in such details, and the numbers that refine it
//	Condition, Event, ExitCodes  the entry of a node condition, an event, an exit code
//
// The package signals finds the pattern of a condition, an event or a fact that fits best.
//
// Fill, Setup and FillAll, which is both, turn the commands of an entry into lines that can be pasted: Fill puts
// values in, Setup returns the lines that find the values which are still missing.
//
// Everything here is pure: no clock, no network, no state that changes after Load.
// Texts that come in are untrusted; they may be cut, huge, or not UTF-8.
package knowledge
