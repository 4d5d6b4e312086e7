package family

import "testing"

func TestTheQuotaOfASize(t *testing.T) {
	for _, c := range []struct {
		quota, size string
		want        bool
	}{
		{"standardDSv5Family", "Standard_D8s_v5", true},
		{"standardDSv5Family", "Standard_D8ds_v5", false},
		{"standardESv5Family", "Standard_E4-2s_v5", true},
		{"Standard NCASv3_T4 Family", "Standard_NC4as_T4_v3", true},
		{"standardNCASv3_T4Family", "standard_nc4as_t4_v3", true},
		// The letters of these do not show it.
		{"standardBSFamily", "Standard_B2ms", true},
		{"standardMSFamily", "Standard_M8-2ms", true},
		{"standardMSFamily", "Standard_M8ms", true},
		{"STANDARDMSFAMILY", "STANDARD_M128S", true},
		{"Standard MS Family", "Standard_M64", true},
		{"standardMSv2Family", "Standard_M416-208ms_v2", true},
		{"standardMSMediumMemoryv2Family", "Standard_M64ms_v2", true},
		{"standardMSMediumMemoryv2Family", "Standard_M64s_v2", true},
		{"standardMSv2Family", "Standard_M64s_v2", false},
		{"standardEav6Family", "Standard_E16as_v6", true},
		{"Standard NDASv4_A100 Family", "Standard_ND96asr_v4", true},
		// A size that is not listed has none.
		{"standardMSv2Family", "Standard_M8ms_v2", false},
		{"standardMSv2Family", "Standard_M96s_v2", false},
		{"standardMSFamily", "Standard_M8", false},
		{"cores", "Standard_M8ms", false},
		{"standardMSFamily", "", false},
		{"Family", "M8ms", false},
	} {
		if got := Has(c.quota, c.size); got != c.want {
			t.Errorf("%s of %s: %v", c.quota, c.size, got)
		}
	}
}

// No size has two quotas, and none is listed whose letters show the same.
func TestTheListHasEverySizeOnce(t *testing.T) {
	quotas := map[string]bool{}
	for size, quota := range listed() {
		m := sizeForm().FindStringSubmatch(size)
		if m == nil || quota == "" || m[1] != "m" && letters(m[1]+m[3]) == quota {
			t.Errorf("%s has the quota %s", size, quota)
		}
		quotas[quota] = true
	}
	if len(listed()) != 385 || len(quotas) != 69 {
		t.Errorf("%d sizes of %d quotas", len(listed()), len(quotas))
	}
}

func TestAVMOfConstrainedVCPUsNeedsTheQuotaOfAllOfThem(t *testing.T) {
	for size, want := range map[string]int64{
		"Standard_M8-2ms": 8, "Standard_E4-2s_v5": 4, "standard_hb120-16rs_v3": 120, "Standard_M832ds-208_12_v3": 832,
		"Standard_D8s_v5": 0, "": 0, "x-1": 0, "Standard_D99999999999999999999-2s": 0,
	} {
		if got := Constrained(size); got != want {
			t.Errorf("%q needs %d", size, got)
		}
	}
}
