#!/usr/bin/env bash
# build.sh builds etcd, kube-apiserver, kube-controller-manager and kubectl from their Go
# modules and prints the folder that holds them, for KUBEBUILDER_ASSETS. What is already
# there is reused: the folder is named by the two versions and lies outside the repository.
# KUBERNETES=1.34.1 builds the versions that the folder of that name has, in place of those here.
# A folder that KUBEBUILDER_ASSETS already names is taken as it is.
set -euo pipefail
cd "$(dirname "$0")"
if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
	if [ -n "${KUBERNETES:-}" ]; then
		echo "KUBERNETES and KUBEBUILDER_ASSETS both say which Kubernetes to test with: set one of them" >&2
		exit 1
	fi
	echo "$KUBEBUILDER_ASSETS"
	exit
fi

version() { sed -n "s|^[[:space:]]$1 \(v[0-9.]*\).*|\1|p" go.mod; }
if [ -n "${KUBERNETES:-}" ] && [ "v$KUBERNETES" != "$(version k8s.io/kubernetes)" ]; then
	others=$(dirname -- */go.mod | xargs)
	if [ ! -e "./$KUBERNETES/go.mod" ]; then
		echo "KUBERNETES=$KUBERNETES cannot be built, only: $(version k8s.io/kubernetes | cut -c 2-) $others" >&2
		exit 1
	fi
	cd "./$KUBERNETES"
fi
kubernetes=$(version k8s.io/kubernetes)
etcd=$(version go.etcd.io/etcd/server/v3)
dir=${XDG_CACHE_HOME:-$HOME/.cache}/kubectl-autorepair/testenv/kubernetes-$kubernetes-etcd-$etcd
mkdir -p "$dir"

# Without a version from the linker /version and kubectl answer a placeholder.
minor=${kubernetes#v1.}
stamp=(-s -w)
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
	stamp+=("-X $package.gitVersion=$kubernetes" "-X $package.gitMajor=1"
		"-X $package.gitMinor=${minor%%.*}" "-X $package.gitTreeState=clean")
done

build() { # build NAME PACKAGE
	[ -x "$dir/$1" ] && return
	echo "building $1 (minutes the first time, then kept in $dir)" >&2
	# A name of its own until it is whole, so that an interrupted build leaves no half file.
	GOFLAGS=-mod=mod GOWORK=off CGO_ENABLED=0 go build -trimpath -ldflags "${stamp[*]}" -o "$dir/.$1.$$" "$2" >&2
	mv "$dir/.$1.$$" "$dir/$1"
}
build etcd go.etcd.io/etcd/server/v3
build kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver
build kube-controller-manager k8s.io/kubernetes/cmd/kube-controller-manager
build kubectl k8s.io/kubernetes/cmd/kubectl
echo "$dir"
