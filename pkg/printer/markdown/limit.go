package markdown

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"

// ticketSize is how many bytes of Markdown a ticket takes: GitHub has room for 65,536
// characters in an issue.
const ticketSize = 60_000

// itemsUpTo adds, in their order, those of n items that fit into a text of the size limit. It
// takes the first ones before the others, and a single one always. It says how many are left
// out.
func (m *writer) itemsUpTo(limit, n int, thing string, first func(i int) bool, add func(one *writer, i int)) {
	texts := make([]string, n)
	room, left := limit-m.out.Len(), 0
	for _, now := range []bool{true, false} {
		for i := range n {
			if first(i) != now {
				continue
			}
			var one writer
			if room > 0 || n == 1 {
				add(&one, i)
			}
			if room -= one.out.Len(); room > 0 || n == 1 {
				texts[i] = one.out.String()
			} else {
				left++
			}
		}
	}
	for _, text := range texts {
		m.out.WriteString(text)
	}
	m.left(left, thing)
}

// tableUpTo adds a table with those of the rows that fit, and says how many are left out.
func (m *writer) tableUpTo(limit int, header []string, rows [][]string, thing string) {
	shown, room := 0, limit-m.out.Len()
	for _, row := range rows {
		for _, cell := range row {
			room -= len(cell) + len(" | ")
		}
		if room < 0 {
			break
		}
		shown++
	}
	m.table(header, rows[:shown])
	m.left(len(rows)-shown, thing)
}

// left says how many things there was no room for.
func (m *writer) left(n int, thing string) {
	if n > 0 {
		m.line(wording.Count(n, thing) + " left out, so that this fits into a ticket: `-o html` has everything, `diagnose NODE` one node.")
	}
}
