package bounds

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// page returns a page of nodes.
func page(next string, names ...string) *corev1.NodeList {
	list := &corev1.NodeList{ListMeta: metav1.ListMeta{Continue: next}}
	for _, name := range names {
		list.Items = append(list.Items, corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}})
	}
	return list
}

// add adds pages for ever, and returns how many were taken and why no more.
func add(most int, next func(i int) *corev1.NodeList) (int, error) {
	var pages Pages
	for i := 0; ; i++ {
		p := PageOf(next(i))
		if err := pages.Add(p, most); err != nil || p.Next == "" {
			return i, err
		}
	}
}

func TestListsWithoutAnEndAreEnded(t *testing.T) {
	token := func(i int) string { return fmt.Sprint("token ", i) }
	for name, test := range map[string]struct {
		next  func(i int) *corev1.NodeList
		taken int
		want  string
	}{
		"the token comes again":        {func(int) *corev1.NodeList { return page("same") }, 1, "a page that was read before"},
		"the page with another token":  {func(i int) *corev1.NodeList { return page(token(i), "a", "b") }, 1, "a page that was read before"},
		"a circle":                     {func(i int) *corev1.NodeList { return page(token(i), strconv.Itoa(i%7)) }, 7, "a page that was read before"},
		"always others":                {func(i int) *corev1.NodeList { return page(token(i), strconv.Itoa(i), "x", "y") }, 33, "more than 100 objects"},
		"nothing for ever":             {func(i int) *corev1.NodeList { return page(token(i)) }, maxEmpty, "pages in a row that have nothing"},
		"a list that ends":             {func(i int) *corev1.NodeList { return page(strings.Repeat("x", 3-i), strconv.Itoa(i)) }, 3, ""},
		"a list with nothing between":  {func(i int) *corev1.NodeList { return page(strings.Repeat("x", 3-i), []string{"a"}[:(i+1)%2]...) }, 2, "a page that was read before"},
		"the end of a list of nothing": {func(int) *corev1.NodeList { return page("") }, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			taken, err := add(100, test.next)
			if taken != test.taken || (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("%d pages were taken, and the error is %v", taken, err)
			}
		})
	}
}

// Twenty thousand nodes with hundreds of thousands of events are a real cluster.
func TestTheBoundsAreAboveEveryRealCluster(t *testing.T) {
	for _, test := range []struct {
		resource    string
		nodes, real int
	}{
		{"events", 20_000, 400_000}, {"events", 3, 20_000}, {"events", 5000, 100_000},
		{"nodes", 0, 20_000}, {"nodes", 20_000, 25_000}, {"nodes", 1, 500},
		{"pods", 20_000, 20_000 * 250}, {"pods", 5, 5 * 250}, {"leases", 5000, 5000}, {"poddisruptionbudgets", 1000, 20_000},
	} {
		if most := most(test.resource, test.nodes); most < test.real {
			t.Errorf("of %d nodes at most %d %s are read, and there can be %d", test.nodes, most, test.resource, test.real)
		}
	}
}

func TestALongListWaitsForTheSizeOfTheCluster(t *testing.T) {
	for _, test := range []struct {
		nodes int
		all   bool
		most  int
	}{{20_000, true, 400_000}, {4, true, 20_000}, {4, false, 400_000}, {0, false, 11_000}} {
		synctest.Test(t, func(t *testing.T) {
			var size Size
			if got := size.Most("events", 11_000); got != 11_000 {
				t.Errorf("before the scan at most %d events are read", got)
			}
			found := make(chan int, 1)
			go func() { found <- size.Most("events", 11_001) }()
			synctest.Wait()
			if len(found) > 0 {
				t.Error("it did not wait for the scan")
			}
			size.Scanned(test.nodes, test.all)
			size.Scanned(test.nodes, test.all) // another
			if got := <-found; got != test.most {
				t.Errorf("of %d nodes, all %t, at most %d events are read, not %d", test.nodes, test.all, got, test.most)
			}
		})
	}
}
