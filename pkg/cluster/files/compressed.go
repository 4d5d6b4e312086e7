package files

import (
	"bufio"
	"compress/bzip2"
	"compress/gzip"
)

// gzip reads what a gzip stream holds.
func (w *walk) gzip(r *bufio.Reader, s source) error {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return w.fault(s.name, err)
	}
	return w.content(w.unfold(unpacked), s.inside())
}

// bzip2 reads what a bzip2 stream holds.
func (w *walk) bzip2(r *bufio.Reader, s source) error {
	return w.content(w.unfold(bzip2.NewReader(r)), s.inside())
}
