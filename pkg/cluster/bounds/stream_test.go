package bounds

import (
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// frame is an event in protobuf of so many bytes.
func frame(size int) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(size)), make([]byte, size)...)
}

// sends answers with a status, a type and a text, which it repeats until the client has gone away.
func sends(status int, kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = []string{kind}
		w.WriteHeader(status)
		endless(text)(w, r)
	}
}

// watchOf returns how many bytes of a watch were read, the error, and what ended it as its reader is notified.
func watchOf(t *testing.T, answer http.HandlerFunc, listing, listed bool) (n int, ended []error, err error) {
	t.Helper()
	var failed []error
	client, address := served(t, answer, true, small)
	ctx, stream := WithStream(t.Context(), listing, func(err error) { failed = append(failed, err) }, func(err error) { ended = append(ended, err) })
	if listed {
		stream.Listed()
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"?watch=true", nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	read, err := io.Copy(io.Discard, io.LimitReader(got.Body, 8<<20))
	if listing && !listed {
		ended, failed = failed, ended
	}
	if len(failed) > 0 {
		t.Errorf("its reader is notified of the wrong end: %v", failed)
	}
	return int(read), ended, err
}

func TestStreamsEndAtTheirBounds(t *testing.T) {
	const protobuf, event = "application/vnd.kubernetes.protobuf;stream=watch", `{"object":{}}`
	big := string(frame(1<<20)) + string(frame(3)) + string(frame(0))
	for name, test := range map[string]struct {
		answer          http.HandlerFunc
		listing, listed bool
		want            string
		within          int
	}{
		"a frame":                    {answer: sends(200, protobuf, string(frame(5))+"\x00\x10\x00\x01"), want: "1 MiB in one event", within: 1 << 16},
		"frames that are not":        {answer: sends(200, protobuf, big)},
		"JSON without a type":        {answer: sends(200, "", `{"object":"aaaa`), want: "1 MiB in one event", within: 2 << 20},
		"small events":               {answer: sends(200, "application/json", event)},
		"a list of small events":     {answer: sends(200, "application/json", event), listing: true, want: "1 MiB", within: 2 << 20},
		"small events after a list":  {answer: sends(200, "application/json", event), listing: true, listed: true},
		"a refusal that is no watch": {answer: sends(500, "text/plain", "no"), want: "1 MiB", within: 2 << 20},
	} {
		t.Run(name, func(t *testing.T) {
			n, ended, err := watchOf(t, test.answer, test.listing, test.listed)
			if test.want == "" {
				if err != nil || n != 8<<20 || len(ended) > 0 {
					t.Errorf("it ended after %d bytes: %v, %v", n, err, ended)
				}
				return
			}
			var over *Error
			if !errors.As(err, &over) || !strings.Contains(over.Error(), "has more than "+test.want+", which") || n > test.within {
				t.Errorf("after %d bytes the error is %v", n, err)
			}
			if want := []error{over}; strings.Contains(name, "no watch") == slices.Equal(ended, want) {
				t.Errorf("its reader is notified of %v", ended)
			}
		})
	}
}
