package files

import (
	"bytes"
	"encoding/binary"
	"io"
)

// zipEntries is how many files a zip archive says it has, read from its last record
// alone: to open the archive is to hold its whole directory in memory. The number of an
// archive with 65,535 files or more is in a second record; where that is missing, or when
// there is no last record, it is 0 and opening the archive tells what is wrong.
// Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.14 and 4.3.16.
func zipEntries(r io.ReaderAt, size int64) uint64 {
	const longest = 22 + 65535 + 20
	tail := make([]byte, min(size, longest))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && len(tail) == 0 {
		return 0
	}
	end := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if end < 0 || len(tail)-end < 22 {
		return 0
	}
	count := binary.LittleEndian.Uint16(tail[end+10:])
	if count != 0xffff {
		return uint64(count)
	}
	locator := end - 20
	if locator < 0 || !bytes.HasPrefix(tail[locator:], []byte("PK\x06\x07")) {
		return 0
	}
	record := make([]byte, 40)
	at := binary.LittleEndian.Uint64(tail[locator+8:])
	if at > uint64(size) {
		return 0
	}
	if _, err := r.ReadAt(record, int64(at)); err != nil || !bytes.HasPrefix(record, []byte("PK\x06\x06")) {
		return 0
	}
	return binary.LittleEndian.Uint64(record[32:])
}
