package answers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
)

// said returns the facts about a node as words.
func said(t *testing.T, text string, n answers.Node) []string {
	t.Helper()
	found, rest := answers.Read(text)
	if strings.TrimSpace(rest) != "" || len(found) != 1 {
		t.Fatalf("%d answers, and the rest %q", len(found), rest)
	}
	var all []string
	for _, f := range factsOf(found, []answers.Node{n}) {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s=%s %s: %s", f.Node, f.Type, f.Status, f.Reason, f.Message)))
	}
	return all
}

// az writes numbers as text, and has a name for people beside.
const usages = `[{"currentValue":"96","limit":"100","localName":"Standard NCASv3_T4 Family vCPUs","name":{"localizedValue":"Standard NCASv3_T4 Family vCPUs","value":"Standard NCASv3_T4 Family"}},
{"currentValue":"40","limit":"100","localName":"Standard DDSv5 Family vCPUs","name":{"localizedValue":"x","value":"standardDDSv5Family"}},
{"currentValue":"9","limit":"10","localName":"Total Regional Low-priority vCPUs","name":{"localizedValue":"x","value":"lowPriorityCores"}},
{"currentValue":"5","limit":"10","localName":"Standard MS Family vCPUs","name":{"localizedValue":"x","value":"standardMSFamily"}},
{"currentValue":"10","limit":"10","localName":"Standard FSv2 Family vCPUs","name":{"localizedValue":"x","value":"standardFSv2Family"}},
{"currentValue":"1","limit":"0","localName":"Virtual Machines","name":{"localizedValue":"x","value":"virtualMachines"}},
{"currentValue":"100","limit":"108","localName":"Total Regional vCPUs","name":{"localizedValue":"x","value":"cores"}}]`

func TestQuotasHaveRoomForOneMoreVM(t *testing.T) {
	for name, c := range map[string]struct {
		node answers.Node
		want []string
	}{
		"family and region": {
			answers.Node{Name: "a", Size: "Standard_NC4as_T4_v3", VCPUs: 8},
			[]string{"a Family=UsedUp Standard NCASv3_T4 Family: 96 of 100 vCPUs are used, and a VM of this size has 8", "a Region=Free cores: 100 of 108 vCPUs are used, and a VM of this size has 8"},
		},
		"just enough": {
			answers.Node{Name: "a", Size: "Standard_D60ds_v5", VCPUs: 60},
			[]string{"a Family=Free standardDDSv5Family: 40 of 100 vCPUs are used, and a VM of this size has 60", "a Region=UsedUp cores: 100 of 108 vCPUs are used, and a VM of this size has 60"},
		},
		"constrained": {
			answers.Node{Name: "a", Size: "Standard_M8-2ms", VCPUs: 2},
			[]string{"a Family=UsedUp standardMSFamily: 5 of 10 vCPUs are used, and a VM of this size counts as 8", "a Region=Free cores: 100 of 108 vCPUs are used, and a VM of this size counts as 8"},
		},
		"not listed":     {answers.Node{Name: "a", Size: "Standard_M8ms_v2", VCPUs: 8}, []string{"a Region=Free cores: 100 of 108 vCPUs are used, and a VM of this size has 8"}},
		"another family": {answers.Node{Name: "a", Size: "Standard_D8s_v5", VCPUs: 8}, []string{"a Region=Free cores: 100 of 108 vCPUs are used, and a VM of this size has 8"}},
		"unknown size":   {answers.Node{Name: "a"}, nil},
		"unknown vCPUs":  {answers.Node{Name: "a", Size: "Standard_D8ds_v5"}, nil},
		"none is left":   {answers.Node{Name: "a", Size: "Standard_F8s_v2"}, []string{"a Family=UsedUp standardFSv2Family: 10 of 10 vCPUs are used"}},
		"spot":           {answers.Node{Name: "a", Size: "Standard_D8ds_v5", VCPUs: 2, Spot: true}, []string{"a Spot=UsedUp lowPriorityCores: 9 of 10 vCPUs are used, and a VM of this size has 2"}},
	} {
		if got := said(t, usages, c.node); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestSizesAreRestrictedWhereTheVMIs(t *testing.T) {
	const size = `[{"name":"Standard_D8ds_v5","resourceType":"virtualMachines","locationInfo":[{"location":"uksouth","zones":["1","2","3"]}],"restrictions":[%s]}]`
	zones := `{"type":"Zone","values":["uksouth"],"restrictionInfo":{"locations":["uksouth"],"zones":["1","2"]},"reasonCode":"NotAvailableForSubscription"}`
	region := `{"type":"Location","values":["uksouth"],"restrictionInfo":{"locations":["uksouth"]},"reasonCode":"QuotaId"}`
	offered := "a Offer=True : Standard_D8ds_v5"
	for name, c := range map[string]struct {
		restrictions string
		node         answers.Node
		want         []string
	}{
		"none":             {"", answers.Node{Zone: "2"}, []string{offered, "a Restriction=None :"}},
		"its zone":         {zones, answers.Node{Zone: "2"}, []string{offered, "a Restriction=Zone NotAvailableForSubscription: Standard_D8ds_v5 in zone 2"}},
		"other zones":      {zones, answers.Node{Zone: "3"}, []string{offered, "a Restriction=OtherZones : only in zone 1, 2"}},
		"no zone is known": {zones, answers.Node{}, []string{offered}},
		"zones not named":  {`{"type":"Zone","reasonCode":"x"}`, answers.Node{Zone: "1"}, []string{offered}},
		"the region":       {zones + "," + region, answers.Node{Zone: "3"}, []string{offered, "a Restriction=Region QuotaId: Standard_D8ds_v5 in the region"}},
		"not in the list":  {"", answers.Node{Size: "Standard_D2s_v3", Zone: "1"}, nil},
	} {
		if c.node.Name = "a"; c.node.Size == "" {
			c.node.Size = "Standard_D8ds_v5"
		}
		if got := said(t, fmt.Sprintf(size, c.restrictions), c.node); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	// A list can be of several regions.
	const uk, us = `{"name":"Standard_D8ds_v5","resourceType":"virtualMachines","locations":["UKSouth"],"restrictions":[` + "%s" + `]}`, `{"name":"Standard_D8ds_v5","resourceType":"virtualMachines","locations":["eastus"],"restrictions":[]}`
	here := answers.Node{Name: "a", Size: "Standard_D8ds_v5", Region: "uksouth", Zone: "3"}
	unknown := answers.Node{Name: "a", Size: "Standard_D8ds_v5", Zone: "3"}
	for name, c := range map[string]struct {
		text string
		node answers.Node
		want []string
	}{
		"its region":      {"[" + us + "," + fmt.Sprintf(uk, region) + "]", here, []string{offered, "a Restriction=Region QuotaId: Standard_D8ds_v5 in the region"}},
		"another region":  {"[" + us + "]", here, nil},
		"either of them":  {"[" + us + "," + fmt.Sprintf(uk, region) + "]", unknown, nil},
		"twice in region": {"[" + fmt.Sprintf(uk, "") + "," + fmt.Sprintf(uk, region) + "]", here, nil},
	} {
		if got := said(t, c.text, c.node); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	// What is cut off can have a restriction.
	found, _ := answers.Read(`[{"name":"Standard_D8ds_v5","resourceType":"virtualMachines","restrictions":[`)
	if facts := factsOf(found, []answers.Node{{Name: "a", Size: "Standard_D8ds_v5", Zone: "1"}}); len(facts) != 1 {
		t.Errorf("cut off it says %+v", facts)
	}
}
