package arm

import (
	"fmt"
	"strconv"
)

// pool is the node pool of the scale set.
const pool = `{"id":"` + cluster + `/agentPools/user","name":"user","type":"Microsoft.ContainerService/managedClusters/agentPools","properties":{"provisioningState":"Succeeded","powerState":{"code":"Running"},"count":3,"mode":"User"}}`

// VM is a VM of the scale set with its instance view.
func VM(i int, power string) string {
	return fmt.Sprintf(`{"id":"%[1]s/virtualMachines/%[2]d","name":"%[3]s_%[2]d","type":"Microsoft.Compute/virtualMachineScaleSets/virtualMachines","instanceId":"%[2]d",`+
		`"properties":{"provisioningState":"Succeeded","osProfile":{"computerName":"%[3]s%06[5]s"},"latestModelApplied":true,"instanceView":{"vmAgent":{"statuses":[{"code":"ProvisioningState/succeeded","displayStatus":"Ready"}]},`+
		`"statuses":[{"code":"ProvisioningState/succeeded"},{"code":"PowerState/%[4]s"}]}}}`, setPath, i, ScaleSet, power, strconv.FormatInt(int64(i), 36))
}

// AloneVM is the VM of its own with its instance view.
func AloneVM(power string) string {
	return fmt.Sprintf(`{"id":%q,"name":%q,"type":"Microsoft.Compute/virtualMachines","properties":{"networkProfile":{"networkInterfaces":[{"id":%q}]},"osProfile":{"computerName":%[2]q},`+
		`"instanceView":{"vmAgent":{"statuses":[{"code":"ProvisioningState/succeeded","displayStatus":"Ready"}]},"statuses":[{"code":"ProvisioningState/succeeded"},{"code":"PowerState/%[4]s"}]}}}`, alonePath, Alone, aloneCard, power)
}
