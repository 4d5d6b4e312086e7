package release

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

func fileMode(mode int64) fs.FileMode { return fs.FileMode(mode) & fs.ModePerm }

// unpack reads all files of an archive, in their order.
func unpack(name string, packed []byte) ([]file, error) {
	read := readTar
	if strings.HasSuffix(name, ".zip") {
		read = readZip
	}
	files, err := read(packed)
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", name, err)
	}
	return files, nil
}

func readTar(packed []byte) ([]file, error) {
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	archive := tar.NewReader(plain)
	var files []file
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: header.Name, executable: header.FileInfo().Mode()&0o111 != 0, data: data})
	}
}

func readZip(packed []byte) ([]file, error) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, err
	}
	var files []file
	for _, entry := range archive.File {
		data, err := fs.ReadFile(archive, entry.Name)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: entry.Name, executable: entry.Mode()&0o111 != 0, data: data})
	}
	return files, nil
}
