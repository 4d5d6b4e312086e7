// Command floor sends the requests that it reads from standard input, reads the answers
// and nothing else, and prints how many nanoseconds that took, the connection included:
// what the plugin cannot go below.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// work is what is to be sent, and to which server.
type work struct {
	Host          string
	CA, Cert, Key []byte
	// Free are sent at once, Scan beside them, one after the other, and Dependent, 16 at a time,
	// when Scan was answered: nobody knows them before.
	Free, Scan, Dependent []request
}

type request struct{ URI, Accept, Encoding string }

func main() {
	took, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(took.Nanoseconds())
}

func run() (time.Duration, error) {
	var w work
	if err := json.NewDecoder(os.Stdin).Decode(&w); err != nil {
		return 0, err
	}
	pair, err := tls.X509KeyPair(w.Cert, w.Key)
	if err != nil {
		return 0, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(w.CA)
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}},
		ForceAttemptHTTP2: true, DisableCompression: true,
	}}
	begin := time.Now()
	var scan, free, dependent errgroup.Group
	dependent.SetLimit(16)
	scan.Go(func() error { // first, for the rest waits for it
		for _, r := range w.Scan {
			if err := w.read(client, r); err != nil {
				return err
			}
		}
		for _, r := range w.Dependent {
			dependent.Go(func() error { return w.read(client, r) })
		}
		return dependent.Wait()
	})
	for _, r := range w.Free {
		free.Go(func() error { return w.read(client, r) })
	}
	err = errors.Join(scan.Wait(), free.Wait())
	return time.Since(begin), err
}

// read sends a request and reads its answer to the end.
func (w work) read(client *http.Client, r request) error {
	out, err := http.NewRequestWithContext(context.Background(), http.MethodGet, w.Host+r.URI, nil)
	if err != nil {
		return err
	}
	out.Header.Set("Accept", r.Accept)
	out.Header.Set("Accept-Encoding", r.Encoding)
	answer, err := client.Do(out)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", r.URI, answer.Status)
	}
	return err
}
