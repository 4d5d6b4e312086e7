// Package answers reads what Azure answers, whether it was asked by its REST API or by the az command
// line: bytes of JSON become facts. It opens no connection and reads no clock, so that a pasted
// answer and a live one take the same path.
//
// An answer is recognised by its shape. REST nests what a resource is in "properties", az has it at
// the top; names of members are compared without regard to case. What is missing proves nothing in
// an answer that was cut off, and what was cut is a Gap. Of who did something only the kind is kept:
// names, claims, addresses and tokens do not leave this package.
//
//   - reader.go, reply.go: the answers in a text, or to questions, and what they say together
//   - text.go, command.go: where JSON stands in a text, and which command printed it
//   - decode.go, object.go: JSON, whole or cut, as values
//   - shape.go, answer.go: what an object is, and what was read of it
//   - view.go, extension.go, instance.go: VMs
//   - log.go, operation.go, change.go, caller.go: the activity log
//   - health.go, scheduled.go: what the platform does
//   - pool.go, cluster.go, above.go, network.go, security.go: what is above a VM, and for which nodes it holds
//   - capacity.go: quotas of vCPUs, and sizes of VMs
//   - name.go, failure.go, scrub.go, times.go: names of nodes, codes of errors, texts, times
package answers
