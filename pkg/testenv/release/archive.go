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

// file is one file of an archive.
type file struct {
	mode fs.FileMode
	data []byte
}

// unpack reads all files of an archive, by name.
func unpack(name string, packed []byte) (map[string]file, error) {
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

func readTar(packed []byte) (map[string]file, error) {
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	archive := tar.NewReader(plain)
	files := map[string]file{}
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
		files[header.Name] = file{header.FileInfo().Mode(), data}
	}
}

func readZip(packed []byte) (map[string]file, error) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, err
	}
	files := map[string]file{}
	for _, entry := range archive.File {
		data, err := fs.ReadFile(archive, entry.Name)
		if err != nil {
			return nil, err
		}
		files[entry.Name] = file{entry.Mode(), data}
	}
	return files, nil
}
