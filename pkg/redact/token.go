package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// keySize is how many random bytes a key has.
const keySize = 32

// hash returns the keyed hash of a value of a sort.
func (r *Redactor) hash(sort, value string) []byte {
	mac := hmac.New(sha256.New, r.key)
	_, _ = mac.Write([]byte(sort + "\x00" + value)) // a hash returns no error
	return mac.Sum(nil)
}

// token returns the token for a value: the sort and eight hexadecimal digits. Like Azure, it
// ignores the case of letters.
func (r *Redactor) token(sort, value string) string { return r.caseToken(sort, strings.ToLower(value)) }

// tokenFor is token for values of one sort.
func (r *Redactor) tokenFor(sort string) func(string) string {
	return func(value string) string { return r.token(sort, value) }
}

// caseToken is token for a value whose case matters. No two values have the same token: of two
// whose hashes begin with the same digits, the later one gets another hash.
func (r *Redactor) caseToken(sort, value string) string {
	if value == "" {
		return ""
	}
	of := sort + "\x00" + value
	for hashed := value; r.tokenOf[of] == ""; hashed += "\x00" {
		token := sort + "-" + hex.EncodeToString(r.hash(sort, hashed)[:4])
		if r.valueOf[token] == "" {
			r.issue(of, token)
		}
	}
	return r.tokenOf[of]
}

// issue notes the token of what it stands for. In texts a token stays.
func (r *Redactor) issue(of, token string) {
	r.tokenOf[of], r.valueOf[token] = token, of
	r.names.changed(token)
	r.names.changed(strings.Replace(token, "pool-", "pool", 1)) // as poolName writes it
}

// guidPattern matches a GUID.
var guidPattern = lazy.Pattern(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)

// idToken replaces a subscription, a tenant or a UID by an ID of the same form, which begins
// with zeros, so that it does not look real.
func (r *Redactor) idToken(value string) string {
	if !guidPattern().MatchString(value) {
		return r.token("id", value)
	}
	return "00000000-0000-0000-0000-" + hex.EncodeToString(r.hash("id", strings.ToLower(value))[:6])
}

// digitsToken replaces a number in a name by one of as many digits as AKS uses.
func (r *Redactor) digitsToken(value string) string {
	h := r.hash("digits", value)
	n := uint64(0)
	for _, b := range h[:8] {
		n = n<<8 | uint64(b)
	}
	return fmt.Sprintf("%08d", n%100_000_000)
}
