// Package pages reads what people paste: the pages and tables that kubectl prints for people, and
// lists of conditions. It makes objects of them: nodes, events and heartbeats.
//
// A page is recognised by its lines, wherever they stand in a text: behind a prompt, quoted,
// indented, without its beginning or its end. What belongs to no page is kept as the rest of the
// text. A page shows less than the objects that it was made of: what it was taken for and what it
// does not show is part of the result, and what was cut off is a Gap. Nothing is made up: a node
// without its Ready condition is no node of the result.
//
// lines.go cleans the lines. page.go goes through them. describe.go, sections.go and conditions.go and
// shown.go read "kubectl describe node", nodes.go "kubectl get nodes", events.go the tables of events,
// structured.go JSON and YAML within the text. age.go reads ages and times.
package pages
