package house

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// plainFolders are the folders, with those below them, whose Go files keep to plain English.
var plainFolders = []string{"cmd", "pkg"}

// unplain matches the words that the house does not use, written so that it does not match
// itself.
var unplain = regexp.MustCompile(`(?i)\b(te[l]ls?|to[l]d|te[l]ling|unto[l]d|me[n]d(s|ed|ing)?|he[e]d(s|ed|ing|less)?|ane[w]|les[t]|(go|goes|going|went)\s+b[y]|lets\s+nobod[y]\s+in|the\s+machin[e]|graphics\s+processo[r]s?)\b`)

// lineComment matches what begins the lines of a comment.
var lineComment = regexp.MustCompile(`(?m)^\s*//`)

// plainEnglish: comments and strings use the words of Kubernetes' and Go's own documentation:
// report, fix, honour, again, VM, GPU.
func plainEnglish(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		if !slices.ContainsFunc(plainFolders, func(dir string) bool { return s.dir == dir || strings.HasPrefix(s.dir, dir+"/") }) {
			continue
		}
		check := func(at token.Pos, text string) {
			for _, m := range unplain.FindAllStringIndex(text, -1) {
				line := s.line(at) + strings.Count(text[:m[0]], "\n")
				word := strings.Join(strings.Fields(text[m[0]:m[1]]), " ")
				found = append(found, s.path+":"+strconv.Itoa(line)+": not plain English: "+word)
			}
		}
		for _, group := range s.Comments {
			text := r.texts[s.path][s.offset(group.Pos()):s.offset(group.End())]
			check(group.Pos(), lineComment.ReplaceAllString(string(text), ""))
		}
		each(s, func(literal *ast.BasicLit) {
			if text, err := strconv.Unquote(literal.Value); err == nil && literal.Kind == token.STRING {
				if literal.Value[0] == '"' { // it has one line, whatever line ends it stands for
					text = strings.ReplaceAll(text, "\n", " ")
				}
				check(literal.Pos(), text)
			}
		})
	}
	return found
}
