package integration

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// size is one cluster of the grid: how many nodes, of which so many percent are down, and
// events in all.
type size struct{ nodes, percent, events int }

// down is how many nodes are down.
func (s size) down() int { return s.nodes * s.percent / 100 }

// runs is how often `kubectl get nodes` runs in its turn, and how often the plugin and its floor do: the best of a few runs
// of a tenth of a second is the luck of one, and 20,000 nodes are compared with 5,000.
func (s size) runs() (list, own int) {
	switch {
	case s.percent > 1:
		return 3, 3
	case s.nodes > 5000:
		return 3, 9
	default:
		return 9, 9
	}
}

func (s size) String() string { return fmt.Sprintf("%d/%d/%d", s.nodes, s.percent, s.events) }

// grid has the sizes with the fewest events about pods first: these stay, and grow.
func grid() []size {
	var all []size
	for _, events := range []int{50_000, 200_000} {
		all = append(all, size{5000, 100, events}, size{5000, 10, events}, size{1000, 100, events},
			size{5000, 1, events}, size{1000, 10, events}, size{1000, 1, events})
	}
	return slices.Insert(all, len(all)/2, size{20_000, 1, 50_000})
}

// few and many are how many nodes `kubectl describe node` is given to see what one more
// costs. With more than one it shows no events, for each of which it lists all; see
// https://github.com/kubernetes/kubectl/blob/v0.37.2/pkg/cmd/describe/describe.go.
const few, many = 2, 20

// benchmark is one run of the whole grid.
type benchmark struct {
	*testing.B
	*report
	plugin, kubectl string
	bare            string // the program that is the floor
	pods            int    // events about pods that are there
	// listed is what listing so many events cost, which no other part of a size changes much.
	listed map[int]cost
	// besides is how many requests about nodes there were at the first size, besides those for
	// the ones that are down.
	besides int
	// usual is what a diagnosis of 5,000 nodes costs, 1 % of them down.
	usual cost
}

// BenchmarkGrid runs the plugin, kubectl and a bare HTTP client side by side on clusters of
// all sizes, and keeps what they cost, after each size what there is: a size that fails
// leaves the others alone. BENCH=5000/1/50000 measures that size alone and keeps nothing.
func BenchmarkGrid(b *testing.B) {
	m := &benchmark{B: b, report: &report{}, listed: map[int]cost{}, plugin: filepath.Join(plugin(b), "kubectl-autorepair"), kubectl: testenv.Binary(b, "kubectl")}
	m.bare = filepath.Join(b.TempDir(), "floor")
	build(b, m.bare, "./pkg/testenv/integration/testdata/floor")
	only := os.Getenv("BENCH")
	m.cpus = separateCPUs(b)
	m.start()
	fmt.Print(m.String())
	for _, s := range grid() {
		if only != "" && !slices.Contains(strings.Split(only, ","), s.String()) {
			continue
		}
		before := m.Len()
		b.Run(s.String(), func(b *testing.B) {
			one := *m
			one.B = b
			defer func() { m.pods, m.besides, m.usual = one.pods, one.besides, one.usual }()
			one.size(s)
			m.measured++
		})
		fmt.Print(m.String()[before:]) // a run takes long, and may end early
		if only == "" {
			m.keep(b)
		}
	}
	if m.missed > 0 {
		b.Errorf("goals missed: %d", m.missed)
	}
}

// size loads a cluster and measures on it.
func (m *benchmark) size(s size) {
	c := shared.Cluster(m)
	begin := time.Now().Add(10 * time.Minute).Truncate(time.Second)
	fleet := testenv.Fleet{Nodes: s.nodes, Down: s.down(), DownSince: begin}
	nodes, events := fleet.Objects()
	if more := s.events - len(events); m.pods < more {
		events = append(events, fleet.PodEvents(m.pods, more)...)
		m.pods = more
	}
	if err := c.Load(m.Context(), nodes, events); err != nil {
		m.Fatal(err)
	}
	kubeconfig, at := c.Kubeconfig(m), begin.Add(time.Hour).Format(time.RFC3339)
	diagnose := []string{m.plugin, "diagnose", "--at", at}

	var passed, ignored meter
	var nodesCost, own, least cost
	lists, runs := s.runs()
	for range 4 { // by turns, so that what disturbs one disturbs all
		nodesCost = nodesCost.best(measure(m.B, []string{m.kubectl, "get", "nodes"}, kubeconfig, &ignored, lists))
		own = own.best(measure(m.B, diagnose, kubeconfig, &passed, runs))
		least = least.best(m.floor(c.Config(), passed.sent, runs))
	}
	least.wireMB = own.wireMB
	if _, ok := m.listed[s.events]; !ok {
		m.listed[s.events] = measure(m.B, []string{m.kubectl, "get", "events", "-A"}, kubeconfig, &ignored, 1)
	}
	one, sick := m.describe(nodes, kubeconfig, s.down())

	m.title("## %d nodes, %d %% of them NotReady, %d events", s.nodes, s.percent, s.events)
	m.header()
	m.row("`kubectl autorepair diagnose`", own, nodesCost)
	m.row("the floor", least, nodesCost)
	m.row("`kubectl get nodes`", nodesCost, nodesCost)
	m.row("`kubectl get events -A`, one run", m.listed[s.events], nodesCost)
	m.row("`kubectl describe node`, one, with its events, one run", one, nodesCost)
	m.row(fmt.Sprintf("`kubectl describe node`, %d at once, without events, one run ×", s.down()), sick, nodesCost)
	m.WriteString("\n")
	m.goals(s, own, least, nodesCost, sick)
	m.independent(s, passed.sent)
	if s == (size{5000, 1, 50_000}) {
		m.slow(c.Config(), kubeconfig, diagnose, passed.sent)
	}
}

// describe returns the cost of describing one node, and all that are down, carried on from few
// and many.
func (m *benchmark) describe(nodes []corev1.Node, kubeconfig string, down int) (one, all cost) {
	var sick []string
	for i := range nodes {
		if !snapshot.Ready(&nodes[i]) {
			sick = append(sick, nodes[i].Name)
		}
	}
	var ignored meter
	of := func(n int) cost {
		return measure(m.B, append([]string{m.kubectl, "describe", "node"}, sick[:min(n, down)]...), kubeconfig, &ignored, 1)
	}
	return of(1), carriedOn(of(few), of(min(many, down)), few, min(many, down), down)
}

// independent checks that healthy nodes cost no requests.
func (m *benchmark) independent(s size, requests []sent) {
	if s.percent == 100 {
		return // the nodes are listed
	}
	besides := 0
	for _, r := range requests {
		if isNodes(r) && !namesNodes(r) {
			besides++
		}
	}
	if m.besides == 0 {
		m.besides = besides
	}
	m.goal("requests about nodes besides those for the ones that are down", float64(besides), float64(m.besides), "")
}

// goals are what is promised for a size.
func (m *benchmark) goals(s size, own, least, nodes, sick cost) {
	besides := func(get, floor float64) {
		m.goal("time beside `kubectl get nodes`", own.wall.Seconds()/nodes.wall.Seconds(), get, "")
		m.goal("time beside the floor", own.wall.Seconds()/least.wall.Seconds(), floor, "")
		fmt.Fprintf(m, "- the same by the run in the middle of each: %.2f and %.2f\n",
			own.median().Seconds()/nodes.median().Seconds(), own.median().Seconds()/least.median().Seconds())
	}
	switch [2]int{s.nodes, s.percent} {
	case [2]int{20_000, 1}:
		if m.usual.wall > 0 {
			m.goal("time beside that of 5000 nodes", own.wall.Seconds()/m.usual.wall.Seconds(), 4.2, "")
		}
	case [2]int{5000, 1}:
		m.usual = own
		besides(0.12, 1.25)
		m.goal("peak memory", own.peakMB, 150, " MB")
	case [2]int{5000, 100}:
		besides(0.9, 1.5)
		m.goal("time beside `kubectl describe nodes`", own.wall.Seconds()/sick.wall.Seconds(), 0.2, "")
		m.goal("bytes beside `kubectl describe nodes`", own.wireMB/sick.wireMB, 0.6, "")
		m.goal("peak memory", own.peakMB, 500, " MB")
	}
}

// slow measures over a link of 20 Mbit/s and 80 ms.
func (m *benchmark) slow(config *rest.Config, kubeconfig string, diagnose []string, requests []sent) {
	server := strings.Trim(strings.TrimPrefix(config.Host, "https:"), "/")
	door := link{delay: 80 * time.Millisecond, rate: 20_000_000 / 8}.start(m.B, server)
	moved := movedTo(m.B, kubeconfig, server, door)
	config.Host = "https://" + door
	least := m.floor(config, requests, 2)
	var ignored meter
	own := measure(m.B, diagnose, moved, &ignored, 2)
	m.title("### The same over 20 Mbit/s and 80 ms")
	m.header()
	m.row("`kubectl autorepair diagnose`", own, cost{})
	m.row("the floor", least, cost{})
	m.WriteString("\n")
	m.goal("time after the floor", (own.wall - least.wall).Seconds(), 2, " s")
}

// start measures what needs no cluster, beside a program that does nothing.
func (m *benchmark) start() {
	hello := filepath.Join(m.TempDir(), "hello")
	build(m.B, hello, "./pkg/testenv/integration/testdata/hello")
	var ignored meter
	kubeconfig := shared.Cluster(m).Kubeconfig(m)
	programs := [][]string{{hello}, {m.plugin, "--help"}, {m.plugin, "explain", "VMNotFound"}, {m.plugin, "explain"}, {m.plugin, "diagnose", "--demo=all"}}
	costs := make([]cost, len(programs))
	for range 40 { // by turns, so that what disturbs one disturbs all
		for i, argv := range programs {
			costs[i] = costs[i].best(measure(m.B, argv, kubeconfig, &ignored, 1))
		}
	}
	m.title("## Without a cluster")
	m.header()
	m.row("a program of the same libraries that says hello", costs[0], cost{})
	for i, argv := range programs[1:] {
		m.row("`kubectl autorepair "+strings.Join(argv[1:], " ")+"`", costs[i+1], cost{})
	}
	m.WriteString("\n")
	for i, argv := range programs[1:4] {
		// The best of a few milliseconds is as good as the luck of one run.
		m.goal("median time of `"+strings.Join(argv[1:], " ")+"` beside hello", costs[i+1].median().Seconds()/costs[0].median().Seconds(), 1.5, "")
	}
}
