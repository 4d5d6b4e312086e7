package knowledge

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// checker reports values that were decoded but are not valid.
type checker struct {
	faults    *strict.Faults
	table     *Table
	variables map[string]bool // all of the table
	names     map[string]string
	literals  map[string]string
	orders    map[int]string // codes of suppressions
	checks    map[string]bool
}

// check reports the faults of everything that was loaded, in order.
func (l *loader) check(table *Table) {
	c := &checker{&l.faults, table, map[string]bool{}, map[string]string{}, map[string]string{}, map[int]string{}, map[string]bool{}}
	for _, v := range l.vars {
		if v.shipped {
			c.variables[v.value.Name] = true
			continue
		}
		c.variable(v)
	}
	for _, s := range l.shared {
		if s.shipped {
			continue
		}
		if s.value.Name == "" {
			c.faults.Add(s.file, s.node.Line, "name is missing")
		}
		c.step(s.file, s.node, &s.value.NextStep)
	}
	for _, k := range l.checks {
		c.check(k)
	}
	for _, e := range l.loaded {
		c.entry(e)
	}
}

var variableName = lazy.Pattern(`^[A-Z][A-Z0-9_]*$`)

// variable checks one variable; its query may use those before it.
func (c *checker) variable(v loaded[Variable]) {
	name, line := v.value.Name, strict.LineOf(v.node, "name")
	switch {
	case !variableName().MatchString(name):
		c.faults.Add(v.file, line, "name of a variable must be capital letters, digits and _, not %q", name)
	case c.variables[name]:
		c.faults.Add(v.file, line, "there is another variable %q", name)
	}
	if v.value.Meaning == "" || strings.ContainsAny(v.value.Meaning, "\r\n") {
		c.faults.Add(v.file, strict.LineOf(v.node, "meaning"), "meaning of a variable must be one line")
	}
	if query := v.value.Query; query != "" {
		line := strict.LineOf(v.node, "query")
		if !strings.HasPrefix(query, name+"=") {
			c.faults.Add(v.file, line, "query must begin with %s=", name)
		}
		c.command(v.file, line, query)
	}
	c.variables[name] = true
}

// entry checks one entry. Of a shipped one only its names are taken.
func (c *checker) entry(e loaded[Entry]) {
	c.unique(e)
	if e.shipped {
		c.orders[e.value.Order] = e.value.Code
		return
	}
	c.texts(e)
	c.enums(e)
	c.signals(e)
	c.lists(e)
	c.steps(e)
	c.judged(e)
	c.examples(e)
}

// texts reports required texts that are missing or not in their form.
func (c *checker) texts(e loaded[Entry]) {
	required := []struct{ key, value string }{
		{"code", e.value.Code}, {"kind", string(e.value.Kind)}, {"title", e.value.Title},
		{"meaning", e.value.Meaning}, {"severity", string(e.value.Severity)}, {"owner", string(e.value.Owner)},
		{"retry", e.value.Retry}, {"confidence", string(e.value.Confidence)}, {"verified", e.value.Verified},
	}
	for _, r := range required {
		if strings.TrimSpace(r.value) == "" {
			c.faults.Add(e.file, strict.LineOf(e.node, r.key), "%s is missing", r.key)
		}
	}
	if name := e.value.Retry; checkName().MatchString(name) {
		c.faults.Add(e.file, strict.LineOf(e.node, "retry"), "there is no shared retry %q", name)
	}
	c.doFirst(e)
	if v := e.value.Verified; v != "" && !month().MatchString(v) {
		c.faults.Add(e.file, strict.LineOf(e.node, "verified"), "verified must be a month as YYYY-MM, not %q", v)
	}
}

// longestDoFirst is how many characters doFirst may have: it has to fit into a column of a
// table that is 80 columns wide, or into the line under a problem.
const longestDoFirst = 60

// doFirst reports a first thing to do that is not one short line.
func (c *checker) doFirst(e loaded[Entry]) {
	node, text := strict.Child(e.node, "doFirst"), e.value.DoFirst
	switch {
	case node == nil:
		return
	case text == "" || strings.ContainsFunc(text, unicode.IsControl) || strings.TrimSpace(text) != text:
		c.faults.Add(e.file, node.Line, "doFirst must be one line with no white space around it")
	case utf8.RuneCountInString(text) > longestDoFirst:
		c.faults.Add(e.file, node.Line, "doFirst has %d characters, %d at most", utf8.RuneCountInString(text), longestDoFirst)
	case strings.HasSuffix(text, "."):
		c.faults.Add(e.file, node.Line, "doFirst must be without a full stop")
	}
}

var month = lazy.Pattern(`^\d{4}-(0[1-9]|1[0-2])$`)

// enums reports values that are not of their list.
func (c *checker) enums(e loaded[Entry]) {
	enum(c, e.file, strict.LineOf(e.node, "kind"), "kind", e.value.Kind, KindCode, KindState, KindSuppression,
		KindVisibility, KindCondition, KindEvent, KindExitCode, KindEntraCode, KindMass, KindPractice)
	enum(c, e.file, strict.LineOf(e.node, "severity"), "severity", e.value.Severity, SeverityError, SeverityWarning, SeverityInfo)
	enum(c, e.file, strict.LineOf(e.node, "owner"), "owner", e.value.Owner, OwnerCustomer, OwnerAzure, OwnerEither, OwnerNone)
	enum(c, e.file, strict.LineOf(e.node, "confidence"), "confidence", e.value.Confidence, Documented, Inferred, Unverified)
}

// enum reports a value that is none of the allowed; an empty one is reported as missing.
func enum[T ~string](c *checker, file string, line int, what string, value T, allowed ...T) {
	if value == "" || slices.Contains(allowed, value) {
		return
	}
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	c.faults.Add(file, line, "%s must be one of %s, not %q", what, strings.Join(words, ", "), value)
}

// unique reports names and signatures that another entry has.
func (c *checker) unique(e loaded[Entry]) {
	c.claim(e, c.names, e.value.Code, strict.LineOf(e.node, "code"), "code or alias")
	for i, alias := range e.value.Aliases {
		c.claim(e, c.names, alias, strict.LineOf(e.node, "aliases", i), "code or alias")
	}
	for i, signature := range e.value.Signatures {
		c.claim(e, c.literals, signature, strict.LineOf(e.node, "signatures", i), "signature")
	}
	for i, exit := range e.value.Exits {
		c.claim(e, c.names, exit.String(), strict.LineOf(e.node, "exits", i), "exit code")
		c.claim(e, c.names, exit.Name, strict.LineOf(e.node, "exits", i), "name of an exit code")
	}
}

// claim takes a name for an entry. Names are ASCII, so that comparing them without
// regard to case means the same to everyone.
func (c *checker) claim(e loaded[Entry], taken map[string]string, name string, line int, what string) {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' }) {
		c.faults.Add(e.file, line, "%s %q must be printable ASCII", what, name)
	}
	key := fold(name)
	if owner, ok := taken[key]; ok && what == "exit code" && owner == e.value.Code && key == fold(owner) {
		return // the entry is called after its first exit code
	} else if ok {
		c.faults.Add(e.file, line, "%s %q is taken by %s", what, name, owner)
		return
	}
	if key == "" && what == "signature" {
		c.faults.Add(e.file, line, "%s is empty", what)
	}
	if key != "" {
		taken[key] = e.value.Code
	}
}

// lists reports missing and malformed causes and references.
func (c *checker) lists(e loaded[Entry]) {
	if len(e.value.Causes) == 0 {
		c.faults.Add(e.file, strict.LineOf(e.node, "causes"), "there must be a cause")
	}
	for i, cause := range e.value.Causes {
		if cause.Text == "" || cause.Confidence == "" {
			c.faults.Add(e.file, strict.LineOf(e.node, "causes", i), "a cause must have a text and a confidence")
		}
		enum(c, e.file, strict.LineOf(e.node, "causes", i, "confidence"), "confidence", cause.Confidence, Documented, Inferred, Unverified)
		c.causeReference(e, i)
	}
	if len(e.value.References) == 0 {
		c.faults.Add(e.file, strict.LineOf(e.node, "references"), "there must be a reference")
	}
	for i, reference := range e.value.References {
		if u, err := url.Parse(reference); err != nil || u.Scheme != "https" || u.Host == "" {
			c.faults.Add(e.file, strict.LineOf(e.node, "references", i), "a reference must be an https address, not %q", reference)
		}
	}
}

// examples reports an entry without its proof.
func (c *checker) examples(e loaded[Entry]) {
	if e.value.Kind == KindCode && len(e.value.Examples) == 0 {
		c.faults.Add(e.file, strict.LineOf(e.node, "examples"), "an entry of kind code must have an example")
	}
	for i, text := range e.value.Examples {
		if !c.leadsTo(text, e.value) {
			c.faults.Add(e.file, strict.LineOf(e.node, "examples", i), "the example does not lead to %s", e.value.Code)
		}
	}
	for i, text := range e.value.CounterExamples {
		if c.leadsTo(text, e.value) {
			c.faults.Add(e.file, strict.LineOf(e.node, "counterExamples", i), "the counter-example leads to %s", e.value.Code)
		}
	}
}

// leadsTo reports whether a text leads to an entry: a code by what the details say, other
// entries by what explain finds.
func (c *checker) leadsTo(text string, e *Entry) bool {
	if e.Kind != KindCode {
		return slices.Contains(c.table.Lookup(text), e)
	}
	details, ok := Details(text)
	return ok && c.table.Match(details).Entry == e
}

// isUse reports whether a step of an entry is a shared one with nothing but its text changed.
func isUse(n *yaml.Node) bool {
	return strict.Child(n, useKey) != nil && strict.Child(n, "command") == nil
}
