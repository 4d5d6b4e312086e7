package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// nodePages has a page for every state.
func nodePages() []rendering {
	list := []rendering{
		nodePage("failed", failedNode(), redeployEntry(), stateEntry(diagnosis.Failed)),
		nodePage("unknown-code", unknownNode(), unknownEntry()),
		nodePage("suppressed", stoppedNode(), stoppedEntry(), stateEntry(diagnosis.Suppressed)),
		nodePage("removed", removedNode(), redeployEntry()),
		nodePage("no-code", noCodeNode(), stateEntry(knowledge.NoCode)),
		nodePage("no-condition", conditionless()),
	}
	for _, state := range []diagnosis.State{diagnosis.Healthy, diagnosis.Recovered} {
		f := identity("aks-user-15776247-vmss00000b", "user")
		f.State, f.NotReadySince, f.NotReadyFor = state, nil, lasting(0)
		f.Condition.Status, f.Condition.Reason, f.Condition.Message = "True", "KubeletReady", "kubelet is posting ready status"
		e := stateEntry(state)
		e.Severity, e.Owner = knowledge.SeverityInfo, knowledge.OwnerNone
		list = append(list, nodePage(string(state), &f, e))
	}
	for _, state := range []diagnosis.State{
		diagnosis.NotAttempted, diagnosis.InProgress, diagnosis.Exhausted, diagnosis.CompletedStillNotReady, diagnosis.NoOutcome, diagnosis.NotVisible,
	} {
		f := failedNode()
		f.State, f.Code, f.Details = state, "", ""
		list = append(list, nodePage(string(state), f, stateEntry(state)))
	}
	return list
}

func stateEntry[S ~string](state S) *knowledge.Entry {
	return &knowledge.Entry{
		Code: string(state), Kind: knowledge.KindState, Title: "What " + string(state) + " is, in one line",
		Meaning: "What it means for the node, in one to four sentences.", Severity: knowledge.SeverityWarning,
		Owner: knowledge.OwnerCustomer, Retry: "That depends.", Confidence: knowledge.Inferred, Verified: "2026-08",
		Causes: []knowledge.Cause{{Text: "One of several causes", Confidence: knowledge.Inferred}},
	}
}

func noCodeNode() *diagnosis.Finding {
	f := failedNode()
	f.Code, f.Details, f.Setup, f.Timeline = knowledge.NoCode, "", nil, f.Timeline[1:]
	f.Attempts = []diagnosis.Attempt{{Action: diagnosis.Redeploy, Round: 2, Error: before(27 * 60e9), Code: knowledge.NoCode}}
	return f
}

func conditionless() *diagnosis.Finding {
	f := identity("aks-user-15776247-vmss00000b", "")
	f.State, f.Condition, f.NotReadySince = diagnosis.NotAttempted, diagnosis.Condition{}, nil
	return &f
}
