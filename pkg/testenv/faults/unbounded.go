package faults

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Unbounded are answers that have no end, or that a few bytes unfold into.
func Unbounded() []Fault {
	return []Fault{
		{Name: "objects for ever", Lossy: true, answer: forever("", func() []byte {
			return bytes.Repeat([]byte(`{"a":1},`), 8192)
		})},
		{Name: "blanks for ever in gzip", Lossy: true, answer: forever("gzip", packedBlanks)},
		{Name: "headers of 20 MB", Lossy: true, Wide: true, answer: func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			for i := range 20 {
				w.Header().Set(fmt.Sprint("X-Long-", i), strings.Repeat("x", 1<<20))
			}
		}},
		{Name: "millions of empty objects", Lossy: true, answer: func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			list := fmt.Sprintf(`{"kind":%q,"apiVersion":"v1","items":[{}%s]}`, kind(r), strings.Repeat(",{}", 4<<20))
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(list))
		}},
	}
}

// Pages are answers that lead on to another page for ever: to the same objects, to others, and to none.
// They are for all requests of a list, and not only for its first.
func Pages() []Fault {
	return []Fault{
		{Name: "the same page for ever", answer: pages(func(_, item int64) int64 { return item })},
		{Name: "other pages for ever", answer: pages(func(page, item int64) int64 { return page<<16 + item })},
		{Name: "empty pages for ever", answer: pages(nil)},
	}
}

// packedBlanks returns 64 MiB of blanks in gzip, which goes on where another follows.
var packedBlanks = sync.OnceValue(func() []byte {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(bytes.Repeat([]byte(" "), 64<<20)) // a buffer takes all
	_ = z.Close()
	return packed.Bytes()
})

// forever begins a list and goes on with a text until the client has gone away.
func forever(encoding string, text func() []byte) answer {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "application/json")
		if encoding != "" {
			w.Header().Set("Content-Encoding", encoding)
		} else {
			fmt.Fprintf(w, `{"kind":%q,"apiVersion":"v1","items":[`, kind(r))
		}
		for more := text(); r.Context().Err() == nil; {
			if _, err := w.Write(more); err != nil {
				return
			}
		}
	}
}

// kind is that of the list that a request asks for.
func kind(r *http.Request) string {
	kind := strings.TrimSuffix(path.Base(r.URL.Path), "s")
	return strings.ToUpper(kind[:1]) + kind[1:] + "List"
}

// pages answers with as many objects as a request asks for, which number says the names of, and with the token of
// another page.
func pages(number func(page, item int64) int64) answer {
	var asked atomic.Int64
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		page, items := asked.Add(1), int64(0)
		if number != nil {
			items = 500
		}
		if limit, err := strconv.ParseInt(r.URL.Query().Get("limit"), 10, 64); err == nil {
			items = min(items*limit, limit)
		}
		text := fmt.Appendf(nil, `{"kind":%q,"apiVersion":"v1","metadata":{"continue":"page %d"},"items":[`, kind(r), page)
		for i := range items {
			name := fmt.Sprint("object-", number(page, i))
			text = fmt.Appendf(text, `{"metadata":{"name":%[1]q,"namespace":"default","uid":%[1]q},"reason":"NodeNotReady","message":"Node %[1]s status is now: NodeNotReady",`+
				`"involvedObject":{"kind":"Node","name":%[1]q},"type":"Normal","count":1,"lastTimestamp":"2026-11-28T12:00:00Z"},`, name)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(append(bytes.TrimSuffix(text, []byte(",")), "]}"...))
	}
}
