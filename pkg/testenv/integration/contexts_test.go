package integration

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// several is a kubeconfig that leads to two real clusters, in which the nodes "sick-alpha"
// and "sick-beta" are down, and to four places where nothing can be read.
type several struct {
	kubeconfig string
	at         time.Time
}

// severalClusters starts the second control plane.
func severalClusters(t *testing.T) several {
	t.Helper()
	alpha, beta := shared.Cluster(t), testenv.Start(t, testenv.WithoutNodeTaints())
	begin := metav1.NewTime(time.Now().Truncate(time.Second))
	for name, c := range map[string]*testenv.Cluster{"alpha": alpha, "beta": beta} {
		sick := nodeWith("sick-"+name, corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionUnknown, LastTransitionTime: begin})
		failed := legacyEvent(sick.Name, "NodeRebootError", metav1.NewTime(begin.Add(12*time.Minute)))
		load(t, c, []corev1.Node{sick, readyNode("well-" + name)}, []corev1.Event{legacyEvent(sick.Name, "NodeNotReady", begin), failed})
	}
	s := several{kubeconfig: filepath.Join(t.TempDir(), "kubeconfig"), at: begin.Add(30 * time.Minute)}
	file := clientcmdapi.NewConfig()
	add := func(name string, from *testenv.Cluster, change func(*clientcmdapi.Cluster, *clientcmdapi.AuthInfo)) {
		config, err := clientcmd.LoadFromFile(from.Kubeconfig(t))
		if err != nil {
			t.Fatal(err)
		}
		file.Clusters[name], file.AuthInfos[name] = config.Clusters["admin"], config.AuthInfos["admin"]
		file.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
		change(file.Clusters[name], file.AuthInfos[name])
	}
	asItIs := func(*clientcmdapi.Cluster, *clientcmdapi.AuthInfo) {}
	add("alpha", alpha, asItIs)
	add("beta", beta, asItIs)
	closed := httptest.NewServer(nil)
	closed.Close()
	add("refused", alpha, toServer("https://"+closed.Listener.Addr().String()))
	add("silent", alpha, toServer("https://"+listen(t, func(c net.Conn) { t.Cleanup(func() { _ = c.Close() }) })))
	add("foreign", alpha, func(c *clientcmdapi.Cluster, _ *clientcmdapi.AuthInfo) {
		c.CertificateAuthorityData = file.Clusters["beta"].CertificateAuthorityData
	})
	add("expired", alpha, func(_ *clientcmdapi.Cluster, u *clientcmdapi.AuthInfo) {
		*u = clientcmdapi.AuthInfo{Token: "of-yesterday"}
	})
	file.CurrentContext = "beta"
	if err := clientcmd.WriteToFile(*file, s.kubeconfig); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s several) diagnose(ctx context.Context, args ...string) result {
	var stdout, stderr bytes.Buffer
	args = append([]string{"kubectl-autorepair", "diagnose", "--kubeconfig", s.kubeconfig, "--at", s.at.Format(time.RFC3339)}, args...)
	status := cmd.Main(cmd.System{
		Args: args, Context: ctx, Now: time.Now, Getenv: func(string) string { return "" },
		Streams:  genericiooptions.IOStreams{In: strings.NewReader(""), Out: &stdout, ErrOut: &stderr},
		Terminal: func(any) (int, bool) { return 0, false },
	})
	return result{stdout.String(), stderr.String(), status}
}

func (s several) list(t *testing.T, r result) (l diagnosis.List, read, failed []string) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.stdout), &l); err != nil {
		t.Fatalf("%v: %s%s", err, r.stdout, r.stderr)
	}
	for _, d := range l.Items {
		read = append(read, d.Context)
	}
	for _, e := range l.Errors {
		failed = append(failed, e.Context)
	}
	return l, read, failed
}

func TestSeveralRealClusters(t *testing.T) {
	s := severalClusters(t)
	const most = "beta,refused,alpha,foreign,expired"
	t.Run("each failure is named and hides nothing", func(t *testing.T) {
		r := s.diagnose(t.Context(), "--contexts", most, "-o", "json", "--exit-code")
		l, read, failed := s.list(t, r)
		if r.status != 1 || !slices.Equal(read, []string{"beta", "alpha"}) || !slices.Equal(failed, []string{"refused", "foreign", "expired"}) {
			t.Fatalf("status %d, read %v, failed %v\n%s", r.status, read, failed, r.stderr)
		}
		for i, name := range read {
			if f := l.Items[i].Findings; len(f) != 1 || f[0].Node != "sick-"+name || f[0].State != diagnosis.Failed {
				t.Errorf("%s has the findings %+v", name, f)
			}
		}
		for i, want := range []string{"refuses connections", "TLS", "401 Unauthorized"} {
			if !strings.Contains(l.Errors[i].Message, want) {
				t.Errorf("of %s is said: %s", failed[i], l.Errors[i].Message)
			}
		}
	})
	t.Run("the status is the worst one", func(t *testing.T) {
		for args, want := range map[string]int{"beta,alpha": 0, "beta,alpha --exit-code": 2, "beta,refused --exit-code": 1, "alpha,alpha": 0} {
			if r := s.diagnose(t.Context(), append([]string{"--contexts"}, strings.Fields(args)...)...); r.status != want {
				t.Errorf("%s: the status is %d, want %d: %s", args, r.status, want, r.stderr)
			}
		}
	})
	t.Run("each format has it all, twice the same", func(t *testing.T) { s.everyFormat(t, most) })
	t.Run("a printed command leads to its cluster", s.commandsLeadBack)
	t.Run("a node is found where it is", func(t *testing.T) {
		_, read, _ := s.list(t, s.diagnose(t.Context(), "sick-alpha", "--contexts", "beta,alpha", "-o", "json"))
		r := s.diagnose(t.Context(), "sick-alpha", "--contexts", "beta,alpha", "-o", "name")
		if r.status != 0 || r.stdout != "--context=alpha node/sick-alpha\n" || len(read) != 2 {
			t.Errorf("status %d, %s%s", r.status, r.stdout, r.stderr)
		}
	})
	t.Run("one that is silent delays only the end", s.silence)
}

// everyFormat reads five clusters in each format.
func (s several) everyFormat(t *testing.T, contexts string) {
	for _, format := range []string{"table", "wide", "markdown", "html", "name", "json", "yaml", "kyaml", "go-template={{range .items}}{{range .findings}}{{.node}} {{end}}{{end}}", "jsonpath={.items[*].findings[*].node}"} {
		args := []string{"--contexts", contexts, "-o", format}
		first, again := s.diagnose(t.Context(), args...), s.diagnose(t.Context(), args...)
		if first != again {
			t.Errorf("-o %s is another the second time:\n%s%s\n%s%s", format, first.stdout, first.stderr, again.stdout, again.stderr)
		}
		if first.status != 1 {
			t.Errorf("-o %s: the status is %d", format, first.status)
		}
		for _, node := range []string{"sick-alpha", "sick-beta"} {
			if !strings.Contains(first.stdout, node) {
				t.Errorf("-o %s does not name %s:\n%s", format, node, first.stdout)
			}
		}
		for _, failed := range []string{"refused", "foreign", "expired"} {
			if !strings.Contains(strings.ReplaceAll(first.stdout, "`", "")+first.stderr, "context "+failed+":") {
				t.Errorf("-o %s does not name %s:\n%s%s", format, failed, first.stdout, first.stderr)
			}
		}
	}
}

// kubectlOf matches kubectl with the flags that follow it, and elsewhere what goes to no
// cluster.
var (
	kubectlOf = regexp.MustCompile(`kubectl (?:autorepair diagnose )?(?:-\S+ )*`)
	elsewhere = regexp.MustCompile(`kubectl autorepair (?:explain|diagnose -o html)`)
)

// commandsLeadBack looks at each command that is printed for a cluster, on the pages of its
// nodes too.
func (s several) commandsLeadBack(t *testing.T) {
	for _, format := range []string{"table", "table --details", "wide", "markdown", "html"} {
		r := s.diagnose(t.Context(), append([]string{"--contexts", "alpha,beta", "-o"}, strings.Fields(format)...)...)
		commands := kubectlOf.FindAllString(elsewhere.ReplaceAllString(r.stdout, ""), -1)
		for _, command := range commands {
			if !strings.Contains(command, "--context=alpha ") && !strings.Contains(command, "--context=beta ") {
				t.Errorf("-o %s: %q leads to the current context:\n%s", format, command, r.stdout)
			}
		}
		if len(commands) < 2 && format != "table" { // which has commands only where they are among the first steps
			t.Errorf("-o %s has no command for each cluster:\n%s", format, r.stdout)
		}
	}
}

// silence has a cluster that takes connections and answers nothing.
func (s several) silence(t *testing.T) {
	args := []string{"--contexts", "silent,alpha,beta", "-o", "json"}
	r := s.diagnose(t.Context(), append(args, "--request-timeout", "2s")...)
	l, read, failed := s.list(t, r)
	if r.status != 1 || !slices.Equal(read, []string{"alpha", "beta"}) || !slices.Equal(failed, []string{"silent"}) || !strings.Contains(l.Errors[0].Message, "--request-timeout") {
		t.Errorf("with a limit: status %d, %v, %v, %+v", r.status, read, failed, l.Errors)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	defer time.AfterFunc(8*time.Second, interrupt).Stop() // by then the others have been read
	r = s.diagnose(ctx, args...)
	_, read, failed = s.list(t, r)
	if r.status != 130 || !slices.Equal(read, []string{"alpha", "beta"}) || !slices.Equal(failed, []string{"silent"}) {
		t.Errorf("interrupted: status %d, %v, %v\n%s", r.status, read, failed, r.stderr)
	}
	noneLeft(t)
}
