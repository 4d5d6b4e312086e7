# The developer's commands. `make demo` and `make test` need Go and a module proxy, `make test`
# also the programs of `make tools`.

GO ?= go
# Tools and the test cluster's programs are kept here, outside the repository, and reused.
CACHE := $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/kubectl-autorepair
LINT_VERSION := v2.15.0
LINT := $(CACHE)/tools/golangci-lint-$(LINT_VERSION)/golangci-lint
PLUGIN := bin/kubectl-autorepair
# The folder of etcd, kube-apiserver, kube-controller-manager and kubectl, built when missing.
ASSETS = assets=$$(pkg/testenv/binaries/build.sh) && KUBEBUILDER_ASSETS="$$assets"

# Programs that some tests drive: a browser to read pages in, shells to complete in.
TOOLS := chromium zsh fish

# The package whose variables the linker sets; the platform of this machine.
STAMP := github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd
HERE = $$($(GO) env GOHOSTOS)/$$($(GO) env GOHOSTARCH)

.PHONY: demo build test race tools namespaces testenv lint entries licenses fuzz bench release release-check manifests krew-install clean

demo: build
	$(PLUGIN) diagnose --demo

build:
	$(GO) build -trimpath -ldflags "-X $(STAMP).commit=$$(git rev-parse HEAD 2>/dev/null)" -o $(PLUGIN) ./cmd/kubectl-autorepair

# All tests, those against a real Kubernetes included; the first run builds that one.
test: tools
	$(ASSETS) $(GO) test -timeout 20m ./...

# The same under the race detector, which needs a C compiler.
race: tools
	$(ASSETS) CGO_ENABLED=1 $(GO) test -race -timeout 30m ./...

# Installs what some tests drive, from Debian's packages and where it is missing. krew is the
# user's: where it is not on PATH, that is said, and the tests that install with it are left out.
tools:
	@command -v kubectl-krew >/dev/null || echo "left out: tests that install with krew, as kubectl-krew is not on PATH" >&2
	@unshare -n true 2>/dev/null || unshare -rn true 2>/dev/null || \
	echo "left out: the test that no command talks to anything but the API server, as it may not make a network of its own here" >&2
	@missing=; for tool in $(TOOLS); do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	then apt-get update -qq; for tool in $$missing; do \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$tool || \
		echo "some tests need a program that has no package here, install: $$tool" >&2; done; \
	else echo "some tests need programs that are missing here, install:$$missing" >&2; fi

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

# Checks the entries of pkg/knowledge and writes what is made of them: their Go form, and the
# list in the README.
entries:
	$(GO) test ./pkg/knowledge -run Compiled -update
	$(GO) test ./pkg/knowledge
	$(GO) test ./pkg/cmd -run Readme -update

# Writes the list of what is linked and under which licences; a test keeps it true.
licenses:
	$(GO) test ./pkg/testenv/licences -update

# Each fuzz target for FUZZTIME, one after the other. An input that fails lands in testdata/fuzz;
# it becomes a seed of its target, with a comment on what failed, in the commit that fixes it.
FUZZTIME ?= 10m
fuzz:
	@grep -rEo '^func Fuzz\w+' --include='*_test.go' pkg | sed 's|/[^/]*:func | |' | while read -r package target; do \
	$(GO) test "./$$package" -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 200x -parallel 1 || exit 1; done

# Wall time, CPU, memory, requests and bytes beside kubectl, on clusters up to 5,000 nodes and
# 200,000 events, into .github/BENCH.md. One size alone, without the file: BENCH=5000/1/50000
bench:
	$(ASSETS) $(GO) test -timeout 120m -run '^$$' -bench Grid -benchtime 1x ./pkg/testenv/integration

# Archives for six platforms, sums, SBOM and krew's manifests in dist: make release VERSION=v1.2.3
release:
	$(GO) run ./cmd/release -version "$(VERSION)"

# The same once more from another folder, which has to give the same bytes.
release-check: release
	@copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && git archive HEAD | tar -x -C "$$copy" && \
	$(GO) run ./cmd/release -version "$(VERSION)" -root "$$copy" -dist "$$copy/dist" \
		-commit "$$(git rev-parse HEAD)" -time "$$(git log -1 --format=%ct)" && \
	diff -r dist "$$copy/dist" && echo "both folders are the same"

# Takes the manifests of a release into the repository, which is the index that krew reads.
manifests:
	cp dist/krew-manifest.yaml krew-manifest.yaml
	cp dist/plugins/autorepair.yaml plugins/autorepair.yaml

# Builds for this machine and has krew install that, in place of what it had installed. Its
# receipt is looked for, as krew lists nothing, and removes nothing, before it has an index.
krew-install: VERSION ?= v0.0.0-dev
krew-install:
	$(GO) run ./cmd/release -version "$(VERSION)" -platforms "$(HERE)"
	@if [ -e "$${KREW_ROOT:-$$HOME/.krew}/receipts/autorepair.yaml" ]; then kubectl krew uninstall autorepair; fi
	kubectl krew install --manifest=dist/krew-manifest.yaml --archive="$$(echo dist/kubectl-autorepair_*_*64.*)"

clean:
	rm -rf bin dist
