package azure_test

import (
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// sized returns a snapshot with two nodes of the size of the fake, in the zones 2 and 3.
func sized() *snapshot.Snapshot {
	s := sick(0, 1)
	for i, zone := range []string{"2", "3"} {
		s.Nodes[i].Labels = map[string]string{corev1.LabelTopologyRegion: "uksouth", corev1.LabelTopologyZone: "uksouth-" + zone, corev1.LabelInstanceTypeStable: arm.Size}
		s.Nodes[i].Status.Capacity = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("8")}
	}
	return s
}

// askAbout asks as if problems depended on these sources.
func askAbout(t *testing.T, server *arm.Server, s *snapshot.Snapshot, sources ...string) {
	t.Helper()
	enrichWith(t, server, s, func(e *azure.Enricher) { e.Depends = func(*snapshot.Snapshot) []string { return sources } })
}

// pathsWith returns the paths that were asked and end so.
func pathsWith(server *arm.Server, end string) []string {
	var all []string
	for _, r := range server.Requests() {
		if strings.HasSuffix(r.Path, end) {
			all = append(all, r.Path)
		}
	}
	return all
}

// Quotas and sizes are asked about once for all nodes of a region, each only where a problem depends on it.
func TestQuotasAndSizesAreAskedAboutWhereAProblemDependsOnThem(t *testing.T) {
	for name, sources := range map[string][]string{"none": nil, "quota": {answers.SourceQuota}, "size": {answers.SourceSize}, "both": {answers.SourceSize, answers.SourceQuota}} {
		server, s := arm.New(t), sized()
		askAbout(t, server, s, sources...)
		quota, size := slices.Contains(sources, answers.SourceQuota), slices.Contains(sources, answers.SourceSize)
		if asked := pathsWith(server, "/locations/uksouth/usages"); quota != (len(asked) == 1) {
			t.Errorf("%s: asked for %q", name, asked)
		}
		if asked := pathsWith(server, "/skus"); size != (len(asked) == 1) {
			t.Errorf("%s: asked for %q", name, asked)
		}
		for _, c := range []struct {
			node, source, kind, status string
			want                       bool
		}{
			{first, answers.SourceQuota, "Region", "Free", quota}, {first, answers.SourceQuota, "Family", "UsedUp", quota},
			{first, answers.SourceSize, "Offer", "True", size}, {first, answers.SourceSize, "Restriction", "Zone", size}, {second, answers.SourceSize, "Restriction", "OtherZones", size},
		} {
			if has(s, c.node, c.source, c.kind, c.status) != c.want {
				t.Errorf("%s: the fact %+v in %+v", name, c, s.Facts)
			}
		}
		if len(s.Gaps) > 0 {
			t.Errorf("%s: the gaps are %+v", name, s.Gaps)
		}
	}
}

// What no node shows the region of cannot be asked, and a refusal is a gap of its own.
func TestQuotasAndSizesThatCannotBeRead(t *testing.T) {
	server, s := arm.New(t), sick(0)
	askAbout(t, server, s, answers.SourceQuota, answers.SourceSize)
	if asked := append(pathsWith(server, "/usages"), pathsWith(server, "/skus")...); len(asked) > 0 {
		t.Errorf("without a region it asked for %q", asked)
	}
	if len(s.Gaps) != 1 || !slices.Equal(s.Gaps[0].Subjects, []string{"the quotas of the region", "the VM sizes that the region offers"}) {
		t.Errorf("without a region the gaps are %+v", s.Gaps)
	}
	server, s = arm.New(t), sized()
	server.Replace("/usages", arm.Reply{Status: 403})
	server.Replace("/skus", arm.Reply{Body: `{"value":[],"nextLink":"https://example.com/"}`})
	askAbout(t, server, s, answers.SourceQuota, answers.SourceSize)
	if len(s.Gaps) != 2 || slices.ContainsFunc(s.Facts, func(f snapshot.Fact) bool { return f.Source == answers.SourceQuota || f.Source == answers.SourceSize }) {
		t.Errorf("gaps %+v, facts %+v", s.Gaps, s.Facts)
	}
	server, s = arm.New(t), sized()
	server.Replace("/skus", arm.Reply{Body: `{"value":[{"resourceType":"virtualMachines","name":"Standard_E2_v3","locationInfo":[],"restrictions":[]}]}`})
	askAbout(t, server, s, answers.SourceSize)
	if !has(s, first, answers.SourceSize, "Offer", "False") {
		t.Errorf("a size that is not in the list is offered: %+v", s.Facts)
	}
}
