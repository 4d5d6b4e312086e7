package cluster

import "testing"

// Cut YAML can be valid: the object in which it was cut tells, when what is missing is
// what every such object has.
func TestAnObjectThatWasCutIsAGap(t *testing.T) {
	const event = "\n---\napiVersion: v1\nkind: Event\nmetadata:\n  name: x\n  namespace: default\n"
	for name, c := range map[string]struct {
		text string
		gaps int
	}{
		"whole":                  {dumpedNodes + event + "involvedObject: {kind: Node, name: down}\n", 0},
		"an event about nothing": {dumpedNodes + event, 1},
		"a node without a name":  {dumpedNodes + event + "involvedObject: {kind: Node, name: down}\n---\napiVersion: v1\nkind: Node\nmetadata:\n", 1},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			got := snapshot(t, Dump{Filenames: []string{write(t, dir, "dump.yaml", c.text)}})
			equal(t, "gaps", len(got.Gaps), c.gaps)
		})
	}
}
