package integration

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/client-go/rest"
)

// floor is what the bytes of some requests cost a client that only reads them: as many at
// once as the plugin has under way, over one new connection, and what depends on the list
// of nodes after that list, since nobody knows it before.
func floor(b *testing.B, config *rest.Config, requests []sent, runs int) cost {
	b.Helper()
	var best cost
	for i := range runs {
		wall := readAll(b, config, requests)
		if i == 0 || wall < best.wall {
			best.wall = wall
		}
		best.slowest = max(best.slowest, wall)
	}
	best.requests = int64(len(requests))
	return best
}

// readAll is how long it takes to send requests and to read the answers.
func readAll(b *testing.B, config *rest.Config, requests []sent) time.Duration {
	b.Helper()
	tls, err := rest.TLSConfigFor(config)
	if err != nil {
		b.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: tls, ForceAttemptHTTP2: true, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	read := func(s sent) error {
		request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, strings.TrimSuffix(config.Host, "/")+s.uri, nil)
		if err != nil {
			return err
		}
		request.Header.Set("Accept", s.accept)
		request.Header.Set("Accept-Encoding", s.encoding)
		answer, err := client.Do(request)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %s", s.uri, answer.Status)
		}
		return err
	}
	begin := time.Now()
	err = read(sent{uri: "/version"}) // and there is a connection for all
	var free, bound errgroup.Group
	bound.SetLimit(16)
	for _, s := range requests {
		if !isNodes(s) && !isTold(s) {
			free.Go(func() error { return read(s) })
		}
	}
	for _, s := range requests {
		if isNodes(s) && !isTold(s) {
			err = errors.Join(err, read(s))
		}
	}
	for _, s := range requests {
		if isTold(s) {
			bound.Go(func() error { return read(s) })
		}
	}
	if err = errors.Join(err, free.Wait(), bound.Wait()); err != nil {
		b.Fatalf("reading what the plugin reads: %v", err)
	}
	return time.Since(begin)
}

// isNodes says whether a request is about nodes.
func isNodes(s sent) bool { return strings.HasPrefix(s.uri, "/api/v1/nodes") }

// isTold says whether a request needs what only another answer tells: the name of a node
// that is down, a label of it, the next page.
func isTold(s sent) bool {
	return strings.HasPrefix(s.uri, "/api/v1/nodes/") || strings.Contains(s.uri, "labelSelector=") || strings.Contains(s.uri, "continue=")
}
