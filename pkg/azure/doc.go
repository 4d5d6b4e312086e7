// Package azure asks Azure Resource Manager what a cluster does not know of its own VMs, and Log Analytics and the
// activity log what nobody else keeps of its past, with the credential that the user has: it is the only package that
// imports Azure's SDK. What it is answered goes to pkg/azure/answers and pkg/azure/logs, which read it.
//
// It only reads. The pipeline refuses every verb but GET, at Log Analytics everything but the POST of a query about
// the one cluster, and beside GET the POST for the address of a serial log, where the user wants that; and every host but the one of the cloud. It follows no redirect, reads no more of an answer than a bound, and
// stops asking after the first answer that the credential is not accepted. Whatever it cannot see is a Gap.
//
//   - access.go: how Azure is asked, and what was asked
//   - enricher.go: one run over the node resource groups of a cluster
//   - target.go: which VMs are asked about, and from when on
//   - question.go, group.go: the requests of one group, side by side
//   - network.go: the groups that the nodes depend on, and their way out
//   - capacity.go: quotas, and sizes of VMs
//   - console.go: the serial logs of VMs
//   - log.go: the activity log, and when it proves that something did not happen
//   - history.go: one run over what is kept of the past of a cluster
//   - locate.go, activity.go: the cluster that nodes are of, and its activity log over weeks
//   - query.go, query_refusal.go: the queries of Log Analytics, with the SDK's client
//   - print.go: what a history asks, as a script
//   - client.go, policy.go, bounded.go: the pipeline, and what it does not let through
//   - cloud.go, az.go, credential.go: where to ask, and as whom
//   - refusal.go, gap.go, tls.go: what an answer says that is none, as a sentence
//   - role.go: the role that all of it needs
package azure
