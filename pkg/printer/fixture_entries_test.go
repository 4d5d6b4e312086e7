package printer

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"

func redeployEntry() *knowledge.Entry {
	return &knowledge.Entry{
		Code: "VMRedeploymentFailed", Kind: knowledge.KindCode, Title: "Azure could not move the machine to another host",
		Meaning:  "AKS asked Azure to redeploy the machine of the node. Azure took the request and then could not carry it out.",
		DoFirst:  "Check the quota of the subscription and the region",
		Aliases:  []string{"VirtualMachineRedeploymentFailed", "redeploy failed"},
		Severity: knowledge.SeverityError, Owner: knowledge.OwnerAzure,
		Retry: "Yes, AKS starts the whole sequence again, up to three times.",
		Causes: []knowledge.Cause{
			{Text: "No host with room for this size in the zone", Confidence: knowledge.Documented, Reference: "https://learn.microsoft.com/azure/aks/node-auto-repair"},
			{Text: "The host of the machine is broken and does not let go of it", Confidence: knowledge.Inferred},
			{Text: "A lock on the node resource group", Confidence: knowledge.Unverified},
		},
		NextSteps: []knowledge.NextStep{
			{Text: "See what the platform says about the machine.", Command: `az vmss get-instance-view -g "$NODE_RG" -n "$VMSS" --instance-id "$INSTANCE_ID"`, For: []knowledge.Platform{knowledge.ScaleSet}},
			{
				Text: "Drain the node and delete its machine; the pool makes a new one.", Mutates: true,
				Warning: "The pods of the node are evicted, and data on its local disks is lost.",
				Command: `az aks nodepool delete-machines -g "$RG" --cluster-name "$CLUSTER" -n "$POOL" --machine-names "$NODE"`,
				For:     []knowledge.Platform{knowledge.Linux, knowledge.ScaleSet},
			},
		},
		References: []string{"https://learn.microsoft.com/azure/aks/node-auto-repair"},
		Confidence: knowledge.Documented, Verified: "2026-08",
	}
}

func credentialEntry() *knowledge.Entry {
	return &knowledge.Entry{
		Code: "ClientSecretCredential authentication failed", Kind: knowledge.KindCode,
		Title:    "AKS cannot sign in with the secret of the cluster's service principal",
		Meaning:  "Microsoft Entra ID refused the secret. The request never reached the machine.",
		Severity: knowledge.SeverityError, Owner: knowledge.OwnerCustomer, Retry: "Yes, in vain until the secret is replaced.",
		Causes:    []knowledge.Cause{{Text: "The secret has expired", Confidence: knowledge.Documented}},
		NextSteps: []knowledge.NextStep{{Text: "See when the secret ends."}},
		Verified:  "2026-08", Confidence: knowledge.Documented,
	}
}

func unknownEntry() *knowledge.Entry {
	return &knowledge.Entry{
		Code: "UnknownCode", Kind: knowledge.KindState, Title: "The repair failed with an error that is not in the table",
		Meaning: "The message is shown as it is.", Severity: knowledge.SeverityWarning, Owner: knowledge.OwnerEither,
		Retry: "Probably.", Causes: []knowledge.Cause{{Text: "Anything: read the message", Confidence: knowledge.Inferred}},
		NextSteps:  []knowledge.NextStep{{Text: "Search the activity log of the node resource group.", For: []knowledge.Platform{knowledge.Windows}}},
		Confidence: knowledge.Inferred,
	}
}

func stoppedEntry() *knowledge.Entry {
	return &knowledge.Entry{
		Code: "StoppedByUser", Kind: knowledge.KindSuppression, Title: "The machine was stopped or deallocated",
		Meaning: "AKS leaves a machine alone that somebody stopped.", Severity: knowledge.SeverityInfo,
		Owner: knowledge.OwnerNone, Retry: "No, not while the machine is stopped.",
		Causes:    []knowledge.Cause{{Text: "Somebody stopped it", Confidence: knowledge.Documented}},
		NextSteps: []knowledge.NextStep{{Text: "Find out who stopped it."}}, Confidence: knowledge.Documented,
	}
}
