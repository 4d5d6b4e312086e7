#!/usr/bin/env bash
# update.sh writes go.mod and go.sum of a nested module from two version numbers:
#
#   ./update.sh v1.37.2 v3.7.3           (Kubernetes, etcd): what is built by default, here
#   ./update.sh v1.34.1 v3.6.5 1.34.1    a second Kubernetes, in the folder of that name
#
# k8s.io/kubernetes replaces its staging modules by paths inside its own repository; a
# module that requires it has to say again, for each of them, which published version
# that is: k8s.io/X v0.MINOR.PATCH belongs to k8s.io/kubernetes v1.MINOR.PATCH.
set -euo pipefail
usage="usage: update.sh KUBERNETES_VERSION ETCD_VERSION [FOLDER]"
kubernetes=${1:?$usage}
etcd=${2:?$usage}
folder=${3:-}
cd "$(dirname "$0")"
mkdir -p "./$folder" && cd "./$folder"
export GOFLAGS=-mod=mod GOWORK=off

modfile=$(go mod download -json "k8s.io/kubernetes@$kubernetes" | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
rm -f go.mod go.sum
go mod init "github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/binaries${folder:+/$folder}"
go mod edit -go=1.26.0
sed -n 's|^\t\(k8s\.io/[a-z0-9-]*\) => \./staging/.*|\1|p' "$modfile" | while read -r module; do
	go mod edit -replace "$module=$module@v0${kubernetes#v1}"
done
go get -tool \
	"k8s.io/kubernetes/cmd/kube-apiserver@$kubernetes" \
	"k8s.io/kubernetes/cmd/kube-controller-manager@$kubernetes" \
	"k8s.io/kubernetes/cmd/kubectl@$kubernetes" \
	"go.etcd.io/etcd/server/v3@$etcd"
go mod tidy
