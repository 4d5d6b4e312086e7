// Package testenv runs a real Kubernetes for the tests: etcd, kube-apiserver, the node
// lifecycle controller of kube-controller-manager, and kubectl, all built from their Go
// modules by the nested module in the folder binaries. A folder there with the number of another
// Kubernetes is such a module too. Only test files import it.
//
// Start runs a control plane for one test, Shared one for all tests of a package: starting
// takes seconds, cleaning up between two tests does not. RBAC is on, so that an account
// made by ServiceAccount may do what its grants say and nothing else.
//
// The folder of the binaries is what KUBEBUILDER_ASSETS names. A test that needs a binary
// which is not there fails and says what to do; with -short, tests that need a cluster are
// left out and say so.
//
// Two traps of what is used here: controller-runtime registers the flag -kubeconfig in
// flag.CommandLine, so a test binary has it too; and processes of a test that was killed
// with SIGKILL stay behind.
package testenv
