package cluster

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	corev1 "k8s.io/api/core/v1"

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

func TestThePageThatFollowsIsAskedForWhileOneIsOnItsWay(t *testing.T) {
	s, live := fullList(t, 5)
	asked := make(chan struct{})
	s.script = func(line string, _ int) http.HandlerFunc {
		switch line {
		case "nodes?continue=2&limit=2":
			close(asked)
		case "nodes?limit=2":
			return func(w http.ResponseWriter, r *http.Request) {
				whole := httptest.NewRecorder()
				list := &corev1.NodeList{}
				list.Items, list.Continue = page(s.nodes, r)
				send(whole, r, list)
				w.Header().Set("Content-Type", whole.Header().Get("Content-Type"))
				_, _ = w.Write(whole.Body.Next(60))
				_ = http.NewResponseController(w).Flush()
				select {
				case <-asked:
				case <-time.After(20 * time.Second):
					t.Error("nobody asks for the next page before this one is there")
				}
				_, _ = w.Write(whole.Body.Bytes())
			}
		}
		return nil
	}
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), "d0000- d0001- d0002- d0003- r0000+")
	snapshottest.SameLines(t, "pages", nodePages(s), "limit=2", "continue=2&limit=2", "continue=4&limit=2")
}
