package testenv

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"unsafe"
)

// IsolatedNetwork is a network namespace with a loopback interface and nothing else, made for
// one test: no route leads out of it. One listener on loopback, its door, forwards to a server
// outside.
type IsolatedNetwork struct {
	// Address is the door: 127.0.0.1 and a port, inside.
	Address string
	tasks   chan func()
}

// NewIsolatedNetwork makes such a network, whose door leads to the address outside. The test fails
// where this process may not make one; ask MayIsolateNetwork first.
func NewIsolatedNetwork(t testing.TB, outside string) *IsolatedNetwork {
	t.Helper()
	l := &IsolatedNetwork{tasks: make(chan func())}
	made := make(chan error, 1)
	go func() {
		// The thread belongs to the new network and ends with this goroutine.
		runtime.LockOSThread()
		if err := syscall.Unshare(syscall.CLONE_NEWNET); err != nil {
			made <- err
			return
		}
		made <- nil
		for task := range l.tasks {
			task()
		}
	}()
	if err := <-made; err != nil {
		t.Fatalf("making a network: %v", err)
	}
	t.Cleanup(func() { close(l.tasks) })
	var door net.Listener
	err := l.inside(func() (err error) {
		if err = raiseLoopback(); err == nil {
			door, err = new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		}
		return err
	})
	if err != nil {
		t.Fatalf("opening the door of the network: %v", err)
	}
	t.Cleanup(func() { _ = door.Close() })
	l.Address = door.Addr().String()
	go serveDoor(door, outside)
	return l
}

// inside runs a function on the thread that is in the network.
func (l *IsolatedNetwork) inside(f func() error) error {
	done := make(chan error, 1)
	l.tasks <- func() { done <- f() }
	return <-done
}

// Run starts a program inside and waits for its end, which may be a failure.
func (l *IsolatedNetwork) Run(c *exec.Cmd) error {
	if err := l.inside(c.Start); err != nil {
		return err
	}
	return c.Wait()
}

// Attempts is how often something inside tried to reach an address that is not there, or
// sent a datagram anywhere, as the kernel counts: OutNoRoutes and OutDatagrams, of IPv6 too.
func (l *IsolatedNetwork) Attempts(t testing.TB) int {
	t.Helper()
	var texts [2][]byte
	err := l.inside(func() (err error) {
		for i, file := range []string{"snmp", "snmp6"} {
			data, failed := os.ReadFile("/proc/thread-self/net/" + file)
			texts[i], err = data, errors.Join(err, failed)
		}
		return err
	})
	if err != nil {
		t.Fatalf("reading the counters of the network: %v", err)
	}
	text := string(texts[0])
	attempts := counter(t, text, "Ip:", "OutNoRoutes") + counter(t, text, "Udp:", "OutDatagrams")
	for line := range strings.Lines(string(texts[1])) {
		if fields := strings.Fields(line); len(fields) == 2 && (fields[0] == "Ip6OutNoRoutes" || fields[0] == "Udp6OutDatagrams") {
			n, err := strconv.Atoi(fields[1])
			if err != nil {
				t.Fatalf("reading the counter %s: %v", fields[0], err)
			}
			attempts += n
		}
	}
	return attempts
}

// counter reads one number of /proc/net/snmp, where a line of names is followed by one of
// numbers.
func counter(t testing.TB, text, group, name string) int {
	t.Helper()
	var names []string
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != group {
			continue
		}
		for i := range names {
			if names[i] == name {
				n, err := strconv.Atoi(fields[i])
				if err != nil {
					t.Fatalf("reading the counter %s: %v", name, err)
				}
				return n
			}
		}
		names = fields
	}
	t.Fatalf("the kernel has no counter %s %s", group, name)
	return 0
}

// raiseLoopback brings up the loopback interface, which a new network has switched off.
func raiseLoopback() error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("opening a socket: %w", err)
	}
	defer func() { _ = syscall.Close(fd) }()
	var request struct { // ifreq of netdevice(7)
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}
	copy(request.name[:], "lo")
	request.flags = syscall.IFF_UP
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request))); errno != 0 {
		return fmt.Errorf("switching on loopback: %w", errno)
	}
	return nil
}

// serveDoor carries each connection to the address outside.
func serveDoor(door net.Listener, outside string) {
	for {
		in, err := door.Accept()
		if err != nil {
			return
		}
		go func() {
			defer func() { _ = in.Close() }()
			out, err := new(net.Dialer).Dial("tcp", outside)
			if err != nil {
				return
			}
			defer func() { _ = out.Close() }()
			var wg sync.WaitGroup
			wg.Go(func() { carry(out, in) })
			wg.Go(func() { carry(in, out) })
			wg.Wait()
		}()
	}
}

// carry copies one direction to its end and then closes that direction of the other side.
func carry(to, from net.Conn) {
	_, _ = io.Copy(to, from) // a connection that breaks ends here as it does for its client
	if half, ok := to.(*net.TCPConn); ok {
		_ = half.CloseWrite()
	}
}
