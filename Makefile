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

# Programs that some tests drive: a browser to read pages in.
TOOLS := chromium

.PHONY: demo build test race tools testenv lint bench clean

demo: build
	$(PLUGIN) diagnose --demo

build:
	$(GO) build -trimpath -o $(PLUGIN) ./cmd/kubectl-autorepair

# All tests, those against a real Kubernetes included; the first run builds that one.
test: tools
	$(ASSETS) $(GO) test -timeout 20m ./...

# The same under the race detector, which needs a C compiler.
race: tools
	$(ASSETS) CGO_ENABLED=1 $(GO) test -race -timeout 30m ./...

# Installs what some tests drive, from Debian's packages and where it is missing.
tools:
	@missing=; for tool in $(TOOLS); do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	else echo "some tests need programs that are missing here, install:$$missing" >&2; fi

# Prints the folder: export KUBEBUILDER_ASSETS=$(make -s testenv)
testenv:
	@pkg/testenv/binaries/build.sh

lint: $(LINT)
	@unformatted=$$(gofmt -l cmd pkg); test -z "$$unformatted" || { echo "run gofmt -w on:" $$unformatted; exit 1; }
	$(GO) vet ./...
	$(LINT) run ./...

$(LINT):
	mkdir -p $(@D)
	GOBIN=$(@D) GOFLAGS= $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

# Wall time, CPU, memory, requests and bytes beside kubectl, on a cluster of 5,000 nodes.
bench:
	$(ASSETS) $(GO) test -timeout 60m -run '^$$' -bench . -benchtime 5x ./pkg/testenv/integration

clean:
	rm -rf bin
