# The developer's commands. `make demo` and `make test` need Go and a module proxy only.

GO ?= go
# Tools and the test cluster's programs are kept here, outside the repository, and reused.
CACHE := $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/kubectl-autorepair
LINT_VERSION := v2.15.0
LINT := $(CACHE)/tools/golangci-lint-$(LINT_VERSION)/golangci-lint
PLUGIN := bin/kubectl-autorepair
# The folder of etcd, kube-apiserver, kube-controller-manager and kubectl, built when missing.
ASSETS = assets=$$(pkg/testenv/binaries/build.sh) && KUBEBUILDER_ASSETS="$$assets"

.PHONY: demo build test race testenv lint bench clean

demo: build
	$(PLUGIN) diagnose --demo

build:
	$(GO) build -trimpath -o $(PLUGIN) ./cmd/kubectl-autorepair

# All tests, those against a real Kubernetes included; the first run builds that one.
test:
	$(ASSETS) $(GO) test -timeout 20m ./...

# The same under the race detector, which needs a C compiler.
race:
	$(ASSETS) CGO_ENABLED=1 $(GO) test -race -timeout 30m ./...

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
