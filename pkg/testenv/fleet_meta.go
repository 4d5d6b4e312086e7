package testenv

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// fleetMeta returns the metadata of a node: as many labels and annotations as a node of AKS
// has, for a listing of nodes carries them even where it carries nothing else.
func fleetMeta(name string, i int) metav1.ObjectMeta {
	zone := fmt.Sprintf("westeurope-%d", 1+i%3)
	return metav1.ObjectMeta{
		Name: name,
		Labels: map[string]string{
			"agentpool":                                       "user",
			"beta.kubernetes.io/arch":                         "amd64",
			"beta.kubernetes.io/instance-type":                "Standard_D8s_v5",
			"beta.kubernetes.io/os":                           "linux",
			"failure-domain.beta.kubernetes.io/region":        "westeurope",
			"failure-domain.beta.kubernetes.io/zone":          zone,
			"kubernetes.azure.com/agentpool":                  "user",
			"kubernetes.azure.com/cluster":                    "mc_fleet",
			"kubernetes.azure.com/kubelet-identity-client-id": "00000000-0000-0000-0000-000000000000",
			"kubernetes.azure.com/kubelet-serving-ca":         "cluster",
			"kubernetes.azure.com/mode":                       "user",
			"kubernetes.azure.com/network-policy":             "none",
			"kubernetes.azure.com/node-image-version":         "AKSUbuntu-2404gen2containerd-202610.01.0",
			"kubernetes.azure.com/nodepool-type":              "VirtualMachineScaleSets",
			"kubernetes.azure.com/os-sku":                     "Ubuntu",
			"kubernetes.azure.com/role":                       "agent",
			"kubernetes.azure.com/storageprofile":             "managed",
			"kubernetes.azure.com/storagetier":                "Premium_LRS",
			"kubernetes.io/arch":                              "amd64",
			"kubernetes.io/hostname":                          name,
			"kubernetes.io/os":                                "linux",
			"kubernetes.io/role":                              "agent",
			"node-role.kubernetes.io/agent":                   "",
			"node.kubernetes.io/instance-type":                "Standard_D8s_v5",
			"storageprofile":                                  "managed",
			"storagetier":                                     "Premium_LRS",
			"topology.disk.csi.azure.com/zone":                zone,
			"topology.kubernetes.io/region":                   "westeurope",
			"topology.kubernetes.io/zone":                     zone,
		},
		Annotations: map[string]string{
			"alpha.kubernetes.io/provided-node-ip":                   fmt.Sprintf("10.%d.%d.4", i/256, i%256),
			"csi.volume.kubernetes.io/nodeid":                        `{"disk.csi.azure.com":"` + name + `","file.csi.azure.com":"` + name + `"}`,
			"node.alpha.kubernetes.io/ttl":                           "0",
			"volumes.kubernetes.io/controller-managed-attach-detach": "true",
		},
	}
}
