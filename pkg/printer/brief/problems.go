package brief

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
)

// tableWidth is the width from which a problem has one line, in columns.
const tableWidth = 120

// detail is how much of each problem is shown.
type detail struct {
	cause int  // how many lines its cause has at most
	whole bool // whether the title and the next step go on over a second line where they are long
}

// details are tried in this order. What is confirmed is said with its evidence, which needs lines.
var details = []detail{{cause: 3, whole: true}, {cause: 2, whole: true}, {cause: 1, whole: true}, {whole: true}, short}

// short is the least that is shown of a problem.
var short = detail{}

// problems is the table at some detail: its header, and the lines of each problem.
type problems struct {
	header block
	rows   []block
}

// problems lays the table out: in columns where there is room for them, else each problem over
// two lines, and more with its cause.
func (s screen) problems(rows []row, d detail) (problems, error) {
	if s.Width > 0 && s.Width < tableWidth {
		return s.stacked(rows, d), nil
	}
	return s.columns(rows, d)
}

// lines are those of the first n problems.
func (p problems) lines(n int) block {
	var out block
	if n > 0 {
		out = append(out, p.header...)
	}
	for _, r := range p.rows[:n] {
		out = append(out, r...)
	}
	return out
}

// fitting is how many problems fit into so many lines.
func (p problems) fitting(room int) int {
	n, used := 0, len(p.header)
	for n < len(p.rows) && used+len(p.rows[n]) <= room {
		used += len(p.rows[n])
		n++
	}
	return n
}

const (
	nodesHeader   = "NODES"
	longestHeader = "LONGEST"
	problemHeader = "PROBLEM AND CAUSE"
	causeHeader   = "CAUSE"
	nextHeader    = "NEXT STEP"
	firstHeader   = "FIRST NODE"
)

// stacked has the title with the numbers on the first line of a problem, and the next step with
// the first node on its last.
func (s screen) stacked(rows []row, d detail) problems {
	number, longest := 1, len(longestHeader)
	for _, r := range rows {
		number, longest = max(number, clean.Width(r.id)), max(longest, clean.Width(r.longest))
	}
	indent := number + layout.Gutter
	right := func(nodes, out string) string {
		return layout.Spaces(len(nodesHeader)-clean.Width(nodes)) + nodes + layout.Spaces(layout.Gutter+longest-clean.Width(out)) + out
	}
	p := layout.NewPage(s.Style)
	var out problems
	if !s.NoHeaders {
		out.header = block{p.Paint(layout.Head, s.sides(layout.Pad("#", indent)+problemHeader+" -> "+nextHeader, right(nodesHeader, longestHeader)))}
	}
	for _, r := range rows {
		numbers := right(r.nodes, r.longest)
		room := s.Width - indent - layout.Gutter - clean.Width(numbers)
		title := cut(r.within(room), room)
		lines := block{layout.Pad(r.id, indent) + p.Paint(r.ink, title) +
			layout.Spaces(s.Width-indent-clean.Width(title)-clean.Width(numbers)) + numbers}
		if d.cause > 0 {
			lines = append(lines, hang(layout.Spaces(indent), r.cause, s.Width, d.cause)...)
		}
		next := layout.Spaces(indent) + "-> " + cut(r.next, s.Width-indent-len("-> "))
		const least = 12 // a name in fewer columns says nothing
		if left := s.Width - clean.Width(next) - layout.Gutter; left >= least {
			next = s.sides(next, middle(r.first, left))
		}
		out.rows = append(out.rows, append(lines, next))
	}
	return out
}

// sides puts one text at the left of a line and another at its right.
func (s screen) sides(left, right string) string {
	return left + layout.Spaces(max(s.Width-clean.Width(left)-clean.Width(right), layout.Gutter)) + right
}

const (
	// nameShown is the width of the names of nodes that AKS creates.
	nameShown = 28
	// endShown is the width of a name that is cut: its pool and its number are still seen.
	endShown = 18
)

// columns has a problem on one line, or on a few where its texts are long and there is room.
func (s screen) columns(rows []row, d detail) (problems, error) {
	name := 0
	for _, r := range rows {
		name = max(name, clean.Width(r.first))
	}
	causes, steps := 0, 0
	if s.Width > 0 {
		name = min(name, nameShown)
		if !d.whole {
			name = min(name, endShown)
		}
		left := s.Width - s.fixed(rows, name)
		steps = min(widest(rows, func(r row) string { return r.next }), left*9/20)
		causes = left - steps
	}
	g := layout.Grid{Header: []string{"#", problemHeader, nodesHeader, firstHeader, longestHeader, nextHeader}}
	if s.Width == 0 {
		g.Header[1] = "PROBLEM"
		g.Header = append(g.Header, causeHeader)
	}
	heights := make([]int, len(rows))
	for i, r := range rows {
		cells := []layout.Cell{
			layout.OneLine(r.id, layout.Plain), s.causeCell(r, causes, d), layout.OneLine(r.nodes, layout.Plain),
			layout.OneLine(middle(r.first, name), layout.Plain), layout.OneLine(r.longest, layout.Plain),
			layout.Cell{}.Add(layout.Plain, hang("", r.next, steps, lineLimit(d))...),
		}
		if s.Width == 0 { // the longest text as the last, where no column stands behind it
			cells = append(cells, layout.OneLine(r.cause, layout.Plain))
		}
		for _, c := range cells {
			heights[i] = max(heights[i], len(c))
		}
		g.Rows = append(g.Rows, cells)
	}
	lines, err := s.table(g)
	return divide(lines, heights, !s.NoHeaders), err
}

// causeCell is the title, and at full detail the cause below it.
func (s screen) causeCell(r row, width int, d detail) layout.Cell {
	title := r.named()
	if !d.whole {
		title = r.within(width)
	}
	cell := layout.Cell{}.Add(r.ink, hang("", title, width, lineLimit(d))...)
	if d.cause > 0 && s.Width > 0 {
		cell = cell.Add(layout.Plain, hang("", r.cause, width, d.cause)...)
	}
	return cell
}

// lineLimit is over how many lines a text goes.
func lineLimit(d detail) int {
	if d.whole {
		return 0
	}
	return 1
}

// fixed is the width of all columns but those of the cause and of the next step.
func (s screen) fixed(rows []row, name int) int {
	number := widest(rows, func(r row) string { return r.id })
	longest := max(len(longestHeader), widest(rows, func(r row) string { return r.longest }))
	const gutters = 5
	return number + len(nodesHeader) + max(name, len(firstHeader)) + longest + gutters*layout.Gutter
}

func widest(rows []row, text func(row) string) int {
	width := 1
	for _, r := range rows {
		width = max(width, clean.Width(text(r)))
	}
	return width
}

// table returns the lines of a table whose cells are as narrow as they have to be.
func (s screen) table(g layout.Grid) (lines block, err error) {
	lines = s.draw(func(p *layout.Page) {
		p.Width = 0
		err = p.Table(0, g)
	})
	return lines, err
}

// divide gives the lines of a table to its rows.
func divide(lines block, heights []int, header bool) problems {
	var out problems
	if header && len(lines) > 0 {
		out.header, lines = lines[:1], lines[1:]
	}
	for _, h := range heights {
		h = min(h, len(lines))
		out.rows, lines = append(out.rows, lines[:h]), lines[h:]
	}
	return out
}
