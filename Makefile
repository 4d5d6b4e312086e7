# The developer's commands. They need Go and a module proxy. Tests that also need programs of
# `make tools` are left out where those are missing; PROGRAMS=needed has them fail instead.

GO ?= go
# Tools and the test cluster's programs are kept here, outside the repository, and reused.
CACHE := $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/kubectl-autorepair
LINT_VERSION := v2.15.0
LINT := $(CACHE)/tools/golangci-lint-$(LINT_VERSION)/golangci-lint
# What makes releases.
GORELEASER_VERSION := v2.15.4
GORELEASER := $(CACHE)/tools/goreleaser-$(GORELEASER_VERSION)/goreleaser
SBOM_VERSION := v1.10.0
SBOM := $(CACHE)/tools/cyclonedx-gomod-$(SBOM_VERSION)/cyclonedx-gomod
PLUGIN := bin/kubectl-autorepair
# The folder of etcd, kube-apiserver, kube-controller-manager and kubectl, built when missing. With
# KUBERNETES=1.34.1 they are of that version, which has a folder in pkg/testenv/binaries.
ASSETS = assets=$$(pkg/testenv/binaries/build.sh) && KUBEBUILDER_ASSETS="$$assets"

# Programs that some tests drive, PROGRAM or PROGRAM=PACKAGE for Debian's, npm:PACKAGE@VERSION for
# npm's: a browser to read pages in, shells to complete in; with ALL=1 also those that take
# hundreds of megabytes.
TOOLS := chromium zsh fish
HEAVY_TOOLS := az=azure-cli promtool=prometheus node=nodejs npm npm:@kusto/language-service-next@12.4.1
INSTALL := pkg/testenv/program/install.sh
# Runs tests, then names and counts those that were left out.
COUNTED := pkg/testenv/program/leftout.sh

# The module, and its package whose variables the linker sets.
MODULE := github.com/kubectl-autorepair/kubectl-autorepair
STAMP := $(MODULE)/pkg/cmd
SHA256 := $(if $(shell command -v sha256sum),sha256sum,shasum -a 256)

.PHONY: demo build test race quick tools namespaces testenv lint entries stale licenses fuzz bench dist release release-check manifests krew-install clean

demo: build
	$(PLUGIN) diagnose --demo

build:
	$(GO) build -trimpath -ldflags "$(LDFLAGS) -X $(STAMP).commit=$$(git rev-parse HEAD 2>/dev/null)" -o $(PLUGIN) ./cmd/kubectl-autorepair

# All tests, those against a real Kubernetes included; the first run builds that one, another one
# with KUBERNETES=1.34.1. Those that install with krew make a release first.
test: $(if $(shell command -v kubectl-krew),$(GORELEASER) $(SBOM))
	@$(INSTALL) $(TOOLS) || true
	@$(ASSETS) $(COUNTED) $(GO) test -timeout 20m ./...

# The same under the race detector, which needs a C compiler.
race:
	@$(INSTALL) $(TOOLS) || true
	@$(ASSETS) CGO_ENABLED=1 $(COUNTED) $(GO) test -race -timeout 30m ./...

# The tests of the plugin's own packages, which need no server and run on Windows and macOS too.
quick:
	@packages=$$($(GO) list -deps ./cmd/kubectl-autorepair | grep '^$(MODULE)/pkg/') && $(COUNTED) $(GO) test $$packages

# Installs what some tests drive, from Debian's packages and where it is missing, the heavy ones
# too with ALL=1. It waits up to LOCK_WAIT seconds, 600, while another process installs.
tools:
	@$(INSTALL) $(TOOLS) $(if $(ALL),$(HEAVY_TOOLS))

# Lets everybody make user namespaces, in which one test makes a network: Ubuntu keeps its users
# from that. With NETWORK_NAMESPACES=needed the test fails where it may not, and is not left out.
namespaces:
	sysctl -e -w kernel.apparmor_restrict_unprivileged_userns=0

# Prints the folder: export KUBEBUILDER_ASSETS=$(make -s testenv)
testenv:
	@pkg/testenv/binaries/build.sh

lint: $(LINT)
	@unformatted=$$(gofmt -l cmd pkg); test -z "$$unformatted" || { echo "run gofmt -w on:" $$unformatted; exit 1; }
	$(GO) vet ./...
	$(GO) mod verify
	$(GO) mod tidy -diff
	$(LINT) run ./...

$(LINT):
	mkdir -p $(@D)
	GOBIN=$(@D) GOFLAGS= $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

# Checks the entries of pkg/knowledge and writes what is made of them: table.json, and the list
# in its README.md.
entries:
	$(GO) test ./pkg/knowledge -run Saved -update
	$(GO) test ./pkg/knowledge
	$(GO) test ./pkg/cmd -run Readme -update

# Lists the entries whose sources were last read more than twelve months ago.
stale:
	@$(GO) test ./pkg/knowledge -count=1 -v -run TestEntriesToReadAgain

# Writes the list of what is linked and under which licences; a test keeps it true.
licenses:
	$(GO) test ./pkg/testenv/licences -update

# Each fuzz target for FUZZTIME, one after the other. An input that fails lands in testdata/fuzz;
# it becomes a seed of its target, with a comment on what failed, in the commit that fixes it.
FUZZTIME ?= 10m
fuzz:
	@grep -rEo '^func Fuzz\w+' --include='*_test.go' pkg | sed 's|/[^/]*:func | |' | while read -r package target; do \
	$(GO) test "./$$package" -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 200x -parallel 1 || exit 1; done

# Wall time, CPU, memory, requests and bytes beside kubectl, on clusters up to 20,000 nodes and
# 200,000 events, into .github/BENCH.md. One size alone, without the file: BENCH=5000/1/50000
# SOAK=1h instead prints what a watch of 5,000 nodes costs in each minute of an hour, with 20 changes a second.
bench:
ifdef SOAK
	$(ASSETS) $(GO) test -timeout 0 -run '^$$' -bench Soak -benchtime 1x ./pkg/testenv/integration
else
	$(GO) test -run '^$$' -bench Azure -benchtime 1x ./pkg/azure
	$(ASSETS) $(GO) test -timeout 120m -run '^$$' -bench Grid -benchtime 1x ./pkg/testenv/integration
endif

# Archives for six platforms, sums, SBOMs and krew's manifests in dist: make dist VERSION=v1.2.3
# What .goreleaser.yaml does not say is given here: the version, which needs no tag, the only Go
# that builds it, as another gives other bytes, and a remote, which goreleaser wants to have.
dist: $(GORELEASER) $(SBOM)
	@case "$(VERSION)" in v[0-9]*.[0-9]*.[0-9]*) ;; *) echo "name a version, such as: make release VERSION=v1.2.3" >&2; exit 1;; esac
	export GOTOOLCHAIN=$$(sed -n 's/^toolchain //p' go.mod) \
		GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=remote.origin.url GIT_CONFIG_VALUE_0=https://$(MODULE).git && \
	PATH="$(dir $(SBOM)):$$PATH" GORELEASER_CURRENT_TAG="$(VERSION)" $(GORELEASER) release --clean --skip=announce,publish,validate
	rm -rf dist && mkdir -p dist/plugins
	cp bin/release/kubectl-autorepair_$(VERSION)_* bin/release/checksums.txt dist
	cp bin/release/krew/autorepair.yaml dist/krew-manifest.yaml
	cp bin/release/krew/autorepair.yaml dist/plugins/autorepair.yaml
	cd dist && $(SHA256) krew-manifest.yaml >> checksums.txt

# The same, read back and checked.
release: dist
	$(GO) test ./pkg/testenv/release -run TestTheRelease -count=1 -dist "$(CURDIR)/dist"

# The same once more from another folder, which has to give the same bytes.
release-check: release
	@copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && git clone --quiet . "$$copy/clone" && \
	make -C "$$copy/clone" dist VERSION="$(VERSION)" && diff -r dist "$$copy/clone/dist" && echo "both folders are the same"

$(GORELEASER):
	mkdir -p $(@D)
	GOBIN=$(@D) GOFLAGS= $(GO) install github.com/goreleaser/goreleaser/v2@$(GORELEASER_VERSION)

# Without paths: the SBOM has the sum of the program that made it.
$(SBOM):
	mkdir -p $(@D)
	GOBIN=$(@D) GOFLAGS=-trimpath $(GO) install github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@$(SBOM_VERSION)

# Takes the manifests of a release into the repository, which is the index that krew reads.
manifests:
	cp dist/krew-manifest.yaml krew-manifest.yaml
	cp dist/plugins/autorepair.yaml plugins/autorepair.yaml

# Builds for this machine and has krew install that, in place of what it had installed: the
# manifest is that of the repository, with the version and the sum of what was built. The receipt
# is looked for, as krew lists nothing, and removes nothing, before it has an index.
krew-install: VERSION ?= v0.0.0-dev
krew-install: LDFLAGS = -s -w -X $(STAMP).version=$(VERSION)
krew-install: build
	tar -czf bin/krew.tar.gz LICENSE -C bin $(notdir $(PLUGIN))
	sum=$$($(SHA256) bin/krew.tar.gz | cut -d ' ' -f 1) && sed -E -e 's/^( *version:).*/\1 $(VERSION)/' \
		-e "s/^( *sha256:).*/\1 \"$$sum\"/" krew-manifest.yaml > bin/krew-manifest.yaml
	@if [ -e "$${KREW_ROOT:-$$HOME/.krew}/receipts/autorepair.yaml" ]; then kubectl krew uninstall autorepair; fi
	kubectl krew install --manifest=bin/krew-manifest.yaml --archive=bin/krew.tar.gz

clean:
	rm -rf bin dist
