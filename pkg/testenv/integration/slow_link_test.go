package integration

import (
	"net"
	"sync"
	"testing"
	"time"
)

// link is a network between a client and a server.
type link struct {
	// delay is the time there and back.
	delay time.Duration
	// rate is how many bytes a second come from the server, of all connections together.
	rate int
}

// window is how much a connection carries ahead of the clock, as the buffers of a real
// one do.
const window = 16 << 10

// start opens a door on loopback that leads over the link to an address, until the test is
// over, and returns the door's address.
func (l link) start(t testing.TB, address string) string {
	t.Helper()
	door, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("opening a door: %v", err)
	}
	t.Cleanup(func() { _ = door.Close() })
	meter := &pace{rate: l.rate}
	go func() {
		for {
			client, err := door.Accept()
			if err != nil {
				return
			}
			server, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
			if err != nil {
				_ = client.Close()
				continue
			}
			go l.carry(server, client, nil)
			go l.carry(client, server, meter)
		}
	}()
	return door.Addr().String()
}

// chunk is a piece of a stream and when it is due at the other side.
type chunk struct {
	data []byte
	due  time.Time
}

// carry brings one direction across the link until it ends.
func (l link) carry(to, from net.Conn, meter *pace) {
	chunks := make(chan chunk, 4096) // what is on its way
	go func() {
		defer close(chunks)
		for {
			data := make([]byte, window)
			n, err := from.Read(data)
			if n > 0 {
				chunks <- chunk{data[:n], meter.after(n).Add(l.delay / 2)}
			}
			if err != nil {
				return
			}
		}
	}()
	broken := false
	for c := range chunks {
		<-time.After(time.Until(c.due))
		if broken {
			continue // lets the reader end
		}
		if _, err := to.Write(c.data); err != nil {
			broken = true
			_ = from.Close()
		}
	}
	_ = to.Close()
}

// pace says when bytes have passed a place that lets so many through in a second. A nil
// pace lets all through at once.
type pace struct {
	rate int

	mu   sync.Mutex
	free time.Time
}

// after returns when n more bytes have passed.
func (p *pace) after(n int) time.Time {
	now := time.Now()
	if p == nil {
		return now
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.free.Before(now) {
		p.free = now
	}
	p.free = p.free.Add(time.Duration(n) * time.Second / time.Duration(p.rate))
	return p.free
}
