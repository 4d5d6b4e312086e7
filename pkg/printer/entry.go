package printer

import (
	"io"
	"slices"
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Entry prints one entry of the table in full. The setup lines set the variables that its
// commands use. It returns the error of the writer.
func Entry(w io.Writer, e *knowledge.Entry, setup []string, s Style) error {
	admitted := admit(*e, nil)
	e, setup = &admitted, admit(setup, nil)
	p := newPage(s)
	p.words(p.ink(e.Severity), "", e.Code, "("+kindNoun(e.Kind)+")")
	p.prose(nil, "", sentence(e.Title))
	p.part()
	p.prose(nil, "", e.Meaning)
	p.part()
	p.fields(0, append(facts(e), origin(e)...))
	p.names("Exit codes:       ", exitNames(e.Exits))
	p.names("Also known as:    ", e.Aliases)
	if len(e.Causes) > 0 {
		p.heading("Causes, most likely first")
		for _, c := range e.Causes {
			p.prose(nil, "  - ", provenText(c, e.References))
		}
	}
	p.steps(setup, stepsOf(e.NextSteps), "")
	if len(e.References) > 0 {
		p.heading("References")
		for i, address := range e.References {
			p.put(nil, "  "+referenceNumber(i)+" "+address)
		}
	}
	return p.flush(w)
}

// provenText says of a cause how sure it is and, by number, in which reference it was read.
func provenText(c knowledge.Cause, references []string) string {
	proof := string(c.Confidence)
	if i := slices.Index(references, c.Reference); i >= 0 {
		proof += " " + referenceNumber(i)
	}
	if proof == "" {
		return c.Text
	}
	return c.Text + " (" + proof + ")"
}

// referenceNumber is how causes name the reference at a position of the entry's list.
func referenceNumber(i int) string { return "[" + strconv.Itoa(i+1) + "]" }

// facts are what every entry says beside its meaning.
func facts(e *knowledge.Entry) []field {
	sure := string(e.Confidence)
	if e.Verified != "" {
		sure += "; sources read " + e.Verified
	}
	return []field{
		{label: "Do first:", text: e.DoFirst},
		{label: "Who can mend it:", text: ownerText(e.Owner)},
		{label: "Will AKS retry?", text: e.Retry},
		{label: "How sure:", text: sure},
	}
}

func ownerText(o knowledge.Owner) string {
	switch o {
	case knowledge.OwnerCustomer:
		return "the cluster's own team"
	case knowledge.OwnerAzure:
		return "Azure"
	case knowledge.OwnerEither:
		return "the cluster's own team or Azure: the details decide"
	case knowledge.OwnerNone:
		return "nobody has to act by hand"
	default:
		return string(o)
	}
}
