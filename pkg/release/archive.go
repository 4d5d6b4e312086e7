package release

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"time"
)

// file is one file of an archive.
type file struct {
	name       string
	executable bool
	data       []byte
}

// mode is the file's permissions, whatever they are on the machine that builds.
func (f file) mode() int64 {
	if f.executable {
		return 0o755
	}
	return 0o644
}

// pack puts files into an archive of the kind that its name ends with, in the given order,
// all with the given time and with no owner.
func pack(name string, files []file, at time.Time) ([]byte, error) {
	write := writeTar
	if strings.HasSuffix(name, ".zip") {
		write = writeZip
	}
	var packed bytes.Buffer
	if err := write(&packed, files, at.UTC()); err != nil {
		return nil, fmt.Errorf("packing %s: %w", name, err)
	}
	return packed.Bytes(), nil
}

// writeTar writes a .tar.gz. The gzip header has no name and no time.
func writeTar(w io.Writer, files []file, at time.Time) error {
	compressed, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(compressed)
	for _, f := range files {
		// USTAR has whole seconds and no extension records that depend on the machine.
		header := &tar.Header{Name: f.name, Mode: f.mode(), Size: int64(len(f.data)), ModTime: at.Truncate(time.Second), Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if _, err := archive.Write(f.data); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return compressed.Close()
}

// writeZip writes a .zip.
func writeZip(w io.Writer, files []file, at time.Time) error {
	archive := zip.NewWriter(w)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, f := range files {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at}
		header.SetMode(fileMode(f.mode()))
		entry, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.data); err != nil {
			return err
		}
	}
	return archive.Close()
}
