package clean

import "testing"

func TestBoundSaysHowMuchIsLeftOut(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"abc", "abc"}, {"äöüß", "äöüß"}, {"abcdef", "abcd [2 more characters, see -o json]"},
		{"äöüßä", "äöüß [1 more character, see -o json]"}, {"\xff\xff\xff\xff\xff", "\xff\xff\xff\xff [1 more character, see -o json]"},
	} {
		if got := Bound(tc.in, 4); got != tc.want {
			t.Errorf("bound(%q, 4) = %q, want %q", tc.in, got, tc.want)
		}
	}
}
