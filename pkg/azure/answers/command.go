package answers

import (
	"cmp"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// command is a command line of az that was pasted with what it printed.
type command struct {
	// name is the command without its options: "az vmss get-instance-view".
	name    string
	options map[string]string
}

// azLine is a command line of az, behind a prompt or without one.
var azLine = lazy.Pattern(`^(?:[^"'{]{0,100}[$#>%❯]\s*)?(?:sudo\s+)?az(?:\.cmd|\.exe)?\s+((?:[a-z][a-z-]*\s+)*[a-z][a-z-]*)(\s+-.*)?\\?$`)

// shortOptions are the short names of options.
var shortOptions = map[string]string{"n": "name", "g": "resource-group", "ids": "id"}

// parseCommand reads a line, and those that continue it.
func parseCommand(line string) (c command, ok bool) {
	m := azLine().FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return c, false
	}
	c = command{name: "az " + strings.Join(strings.Fields(m[1]), " "), options: map[string]string{}}
	name := ""
	for _, word := range strings.Fields(m[2]) {
		bare := strings.TrimLeft(word, "-")
		key, value, given := strings.Cut(bare, "=")
		switch {
		case bare == word && name != "":
			c.options[name] = strings.Trim(word, `"'`)
			name = ""
		case bare == word:
		default:
			name = cmp.Or(shortOptions[key], key)
			if given {
				c.options[name], name = strings.Trim(value, `"'`), ""
			}
		}
	}
	return c, true
}

// option returns the value of an option, empty where it is not given or is a variable.
func (c command) option(name string) string {
	value := c.options[name]
	if strings.ContainsAny(value, "$<>{}") {
		return ""
	}
	return value
}

// selects says whether the command prints only what somebody has chosen.
func (c command) selects() bool { return c.options["query"] != "" || c.options["filter"] != "" }

// node returns the name of the node of the VM that the command asked for.
func (c command) node() string {
	instance := cmp.Or(c.option("instance-id"), c.option("instance-ids"))
	switch scaleSet := cmp.Or(c.option("vmss-name"), c.option("name")); {
	case instance != "":
		return NodeName(scaleSet, instance)
	case strings.HasPrefix(c.name, "az vm ") && c.option("name") != "":
		return nodeOfVM(c.option("name"))
	default:
		return ""
	}
}

// kindOfList returns what the elements of the list that a command prints are: an empty list shows
// nothing else of it.
func (c command) kindOfList() kind {
	if c.selects() {
		return unknownKind
	}
	for kind, f := range forms {
		if f.many == c.name && strings.HasSuffix(c.name, " list") {
			return kind
		}
	}
	if c.name == listInstances {
		return vmKind
	}
	return unknownKind
}
