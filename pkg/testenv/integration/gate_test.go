package integration

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// gate stands between the plugin and the API server. It can be shut: connections are then
// cut, and new ones refused, as when the server restarts. And it can be muted: then nothing
// comes through, and neither side gets an error, as when the network is lost.
type gate struct {
	address, server string
	quiet           sync.RWMutex
	mu              sync.Mutex
	listener        net.Listener
	open            []net.Conn
	left            int // connections that clients have given up
}

func newGate(t *testing.T, server string) *gate {
	t.Helper()
	g := &gate{address: "127.0.0.1:0", server: server}
	g.unlock(t)
	g.address = g.listener.Addr().String()
	t.Cleanup(g.shut)
	return g
}

// unlock lets connections through.
func (g *gate) unlock(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", g.address)
	if err != nil {
		t.Fatal(err)
	}
	g.mu.Lock()
	g.listener = listener
	g.mu.Unlock()
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			g.join(client)
		}
	}()
}

func (g *gate) join(client net.Conn) {
	server, err := net.Dial("tcp", g.server)
	if err != nil {
		_ = client.Close()
		return
	}
	g.mu.Lock()
	g.open = append(g.open, client, server)
	g.mu.Unlock()
	go g.carry(client, server, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.left++
	})
	go g.carry(server, client, func() {})
}

// carry copies to the end of a connection, and is done with reading then. While the gate is
// muted it goes on to read.
func (g *gate) carry(from, to net.Conn, done func()) {
	chunks := make(chan []byte, 10_000)
	go func() {
		defer func() { _ = to.Close() }()
		for chunk := range chunks {
			g.quiet.RLock()
			_, _ = to.Write(chunk)
			g.quiet.RUnlock()
		}
	}()
	defer close(chunks)
	defer done()
	for {
		chunk := make([]byte, 32<<10)
		n, err := from.Read(chunk)
		if err != nil {
			return
		}
		chunks <- chunk[:n]
	}
}

// muted does some work while nothing comes through, for so long that a client gives up.
func (g *gate) muted(t *testing.T, work func()) {
	t.Helper()
	g.quiet.Lock()
	defer g.quiet.Unlock()
	g.mu.Lock()
	g.left = 0
	g.mu.Unlock()
	work()
	gone := func(context.Context) (bool, error) {
		g.mu.Lock()
		defer g.mu.Unlock()
		return g.left > 0, nil
	}
	if err := wait.PollUntilContextTimeout(t.Context(), 50*time.Millisecond, patience, true, gone); err != nil {
		t.Fatalf("waiting until the client gives up a connection that is silent: %v", err)
	}
}

// shut cuts all connections and takes no new ones.
func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	_ = g.listener.Close()
	for _, c := range g.open {
		_ = c.Close()
	}
	g.open = nil
}
