package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// keySize is how many random bytes a key has.
const keySize = 32

// hash is a keyed hash of a value of some sort.
func (r *Redactor) hash(sort, value string) []byte {
	mac := hmac.New(sha256.New, r.key)
	_, _ = mac.Write([]byte(sort + "\x00" + value)) // a hash takes everything
	return mac.Sum(nil)
}

// token stands for a value: the sort and eight hexadecimal digits. Letters of either case
// are the same, as they are to Azure.
func (r *Redactor) token(sort, value string) string { return r.exact(sort, strings.ToLower(value)) }

// exact is token for a value whose case tells. No two values have the same token: of two
// whose hashes begin alike, the later one gets another hash.
func (r *Redactor) exact(sort, value string) string {
	if value == "" {
		return ""
	}
	of := sort + "\x00" + value
	for hashed := value; r.issued[of] == ""; hashed += "\x00" {
		token := sort + "-" + hex.EncodeToString(r.hash(sort, hashed)[:4])
		if r.taken[token] == "" {
			r.issued[of], r.taken[token] = token, of
		}
	}
	return r.issued[of]
}

// guid matches an ID in the form that Azure and Kubernetes give to theirs.
var guid = lazy(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)

// id stands for a subscription, a tenant, a UID: an ID of the same form, which begins with
// zeros, so that nobody takes it for a real one.
func (r *Redactor) id(value string) string {
	if !guid().MatchString(value) {
		return r.token("id", value)
	}
	return "00000000-0000-0000-0000-" + hex.EncodeToString(r.hash("id", strings.ToLower(value))[:6])
}

// digits stands for a number that is part of a name, with as many digits as AKS gives.
func (r *Redactor) digits(value string) string {
	h := r.hash("digits", value)
	n := uint64(0)
	for _, b := range h[:8] {
		n = n<<8 | uint64(b)
	}
	return fmt.Sprintf("%08d", n%100_000_000)
}
