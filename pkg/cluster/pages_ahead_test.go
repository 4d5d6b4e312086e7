package cluster

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// script answers requests for pages by their tokens, and notes when each began and ended.
type script struct {
	pages map[string]func(ctx context.Context, next chan<- string) (items, token string, err error)
	mu    sync.Mutex
	log   []string
}

func (s *script) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, line)
}

// read reads all pages.
func (s *script) read(t *testing.T) string {
	t.Helper()
	l := &Live{}
	l.size.Scanned(10, true)
	items, failed := readOnePass(t.Context(), l, request{resource: "nodes"}, func(ctx context.Context, r request, _ int) ([]string, bounds.Page, *failure) {
		token := r.options.Continue
		s.note("+" + token)
		defer s.note("-" + token)
		text, next, err := s.pages[token](ctx, r.next)
		if err != nil {
			return nil, bounds.Page{}, &failure{err: err}
		}
		return strings.Fields(text), bounds.Page{Next: next}, nil
	})
	result := strings.Join(items, " ")
	if failed != nil {
		result += " and " + failed.err.Error()
	}
	return result
}

func TestThePageThatFollowsIsAskedForWhileOneIsDecoded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, decoded := &script{}, make(chan struct{})
		s.pages = map[string]func(context.Context, chan<- string) (string, string, error){
			"": func(_ context.Context, next chan<- string) (string, string, error) {
				next <- "b"
				synctest.Wait() // until the other has begun
				s.note("decoded")
				close(decoded)
				return "a1 a2", "b", nil
			},
			"b": func(context.Context, chan<- string) (string, string, error) {
				<-decoded
				return "b1", "c", nil
			},
			"c": func(context.Context, chan<- string) (string, string, error) { return "c1", "", nil },
		}
		snapshottest.Equal(t, "items", s.read(t), "a1 a2 b1 c1")
		snapshottest.Equal(t, "order", strings.Join(s.log[:3], " "), "+ +b decoded")
	})
}

func TestAPageThatFailsEndsTheReadingOfTheOneThatFollows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{}
		s.pages = map[string]func(context.Context, chan<- string) (string, string, error){
			"": func(context.Context, chan<- string) (string, string, error) { return "a1", "b", nil },
			"b": func(_ context.Context, next chan<- string) (string, string, error) {
				next <- "c"
				synctest.Wait()
				return "", "", errors.New("broken")
			},
			"c": func(ctx context.Context, _ chan<- string) (string, string, error) {
				<-ctx.Done()
				return "", "", ctx.Err()
			},
		}
		snapshottest.Equal(t, "items", s.read(t), "a1 and broken")
		snapshottest.Equal(t, "order", strings.Join(s.log, " "), "+ - +b +c -b -c")
	})
}

// TestAPageThatIsReadAgainCanNameAnotherToken has a page that was decoded at the second try only.
func TestAPageThatIsReadAgainCanNameAnotherToken(t *testing.T) {
	for name, second := range map[string]string{"another": "c", "none": ""} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{}
				s.pages = map[string]func(context.Context, chan<- string) (string, string, error){
					"": func(_ context.Context, next chan<- string) (string, string, error) {
						next <- "b"
						return "a1", second, nil
					},
					"b": func(ctx context.Context, _ chan<- string) (string, string, error) {
						<-ctx.Done()
						return "b1", "", nil
					},
					"c": func(context.Context, chan<- string) (string, string, error) { return "c1", "", nil },
				}
				want := "a1"
				if second != "" {
					want = "a1 c1"
				}
				snapshottest.Equal(t, "items", s.read(t), want)
			})
		})
	}
}

func TestATokenThatComesAgainIsNotFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{}
		s.pages = map[string]func(context.Context, chan<- string) (string, string, error){
			"": func(context.Context, chan<- string) (string, string, error) { return "a1", "b", nil },
			"b": func(_ context.Context, next chan<- string) (string, string, error) {
				next <- "b"
				synctest.Wait()
				return "b1", "b", nil
			},
		}
		if got := s.read(t); !strings.HasPrefix(got, "a1 and ") {
			t.Errorf("read: %s", got)
		}
		snapshottest.Equal(t, "order", strings.Join(s.log, " "), "+ - +b -b")
	})
}
