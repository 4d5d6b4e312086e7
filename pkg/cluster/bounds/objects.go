package bounds

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"google.golang.org/protobuf/encoding/protowire"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/brackets"
)

// Objects returns an error where the list in an answer has more than so many objects, or many that are too small: an
// empty one takes two bytes, and several hundred once it is decoded. For a table they are rows. So many were taken out of
// the answer before.
func Objects(answer []byte, resource string, table bool, taken, most int) error {
	var n int
	if unknown, is := bytes.CutPrefix(answer, []byte(Envelope)); is {
		var err error
		if n, err = protobufItems(unknown); err != nil {
			return err
		}
	} else if table {
		n = jsonItems(answer, true, most)
	} else {
		n = jsonItems(answer, false, min(most, fewObjects))
	}
	if err := number(taken+n, most); table || err != nil {
		return err
	}
	return Count(n, len(answer), resource, most)
}

// Count is Objects for a list that has so many objects in so many bytes, which are those of the objects that are there
// where it is not yet whole: no list begins with many that are too small.
func Count(n, bytes int, resource string, most int) error {
	if err := number(n, most); err != nil {
		return err
	}
	if n > fewObjects && bytes/n < least(resource) {
		return &Error{what: fmt.Sprintf("has %d objects in %d bytes, which no API server sends", n, bytes), large: true}
	}
	return nil
}

func number(n, most int) error {
	if n > most {
		return TooMany(most)
	}
	return nil
}

// fewObjects are so many that their size does not matter.
const fewObjects = 1000

// least is less than an object of a resource takes in an answer, in bytes. The metadata that a server gives each are
// 150, and a pod and a node have more than a thousand.
func least(resource string) int {
	switch resource {
	case "nodes", "pods":
		return 700
	case "events":
		return 400
	default:
		return 150
	}
}

// TooMany returns the error for an answer with more objects than there may be.
func TooMany(most int) error {
	return &Error{what: fmt.Sprintf("has more than %d objects, which no cluster of this size has", most), large: true}
}

// The fields of runtime.Unknown, of every list of Kubernetes, and of the ListMeta of one.
// Source: https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/generated.proto
const typeField, rawField, metadataField, itemsField, continueField = 1, 2, 1, 2, 3

// Envelope begins an answer in protobuf. A runtime.Unknown follows.
const Envelope = "k8s\x00"

// ListIn returns the list of a kind of the core API that is in an answer in protobuf, in the same memory; false if the
// answer is something else, or is cut.
func ListIn(answer []byte, kind string) (list []byte, is bool) {
	var of runtime.TypeMeta
	raw, is := bytes.CutPrefix(answer, []byte(Envelope))
	each(raw, typeField, func(text []byte) { is = is && of.Unmarshal(text) == nil })
	each(raw, rawField, func(inside []byte) { list = inside })
	return list, is && list != nil && of == runtime.TypeMeta{APIVersion: "v1", Kind: kind}
}

// protobufItems counts the objects of a list. What is no list has none or few. It returns an error where they cannot be
// counted: what decodes a list reads on behind some fields that are not valid.
func protobufItems(unknown []byte) (n int, err error) {
	counted := true
	valid := each(unknown, rawField, func(list []byte) {
		counted = each(list, itemsField, func([]byte) { n++ }) && counted
	})
	if !valid || !counted {
		err = Strange()
	}
	return n, err
}

// Strange returns the error for an answer that has a form in which no API server sends.
func Strange() error { return &Error{what: "has fields that no API server sends"} }

// each calls f for the bytes of each field of a number, up to where the message is not valid. It is true at its end,
// also where that was cut off.
func each(message []byte, field protowire.Number, f func([]byte)) bool {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return isCut(n)
		}
		message = message[n:]
		if kind == protowire.BytesType && number == field {
			if value, n := protowire.ConsumeBytes(message); n >= 0 {
				f(value)
			}
		}
		if n = protowire.ConsumeFieldValue(number, kind, message); n < 0 {
			return isCut(n)
		}
		message = message[n:]
	}
	return true
}

// isCut says whether a length of protowire means that bytes are missing.
func isCut(n int) bool { return errors.Is(protowire.ParseError(n), io.ErrUnexpectedEOF) }

// jsonItems counts what the lists in an object have, where that can be more than most. In a table each row is
// an object, or null.
func jsonItems(answer []byte, table bool, most int) int {
	possible := bytes.Count(answer, []byte(",")) + 1
	if table {
		possible = bytes.Count(answer, []byte("{")) + bytes.Count(answer, []byte("null"))
	}
	if possible <= most {
		return possible
	}
	var text brackets.Strings
	depth, n, list := 0, 0, false
	for _, c := range answer {
		if text.Has(c) {
			continue
		}
		switch c {
		case '{', '[':
			if depth++; depth == 2 {
				list = c == '['
			}
		case '}', ']':
			depth--
		case ',':
			if depth == 2 && list {
				n++
			}
		}
	}
	return n
}
