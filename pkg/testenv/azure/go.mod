// The models of Azure's own SDK, to which a test holds what the plugin writes for Azure. A module
// of its own, so that the plugin requires nothing of it.
module github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/azure

go 1.26.0

require (
	github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/alertsmanagement/armalertsmanagement v0.10.0
	github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/monitor/armmonitor v0.13.0
)

require (
	github.com/Azure/azure-sdk-for-go/sdk/azcore v1.22.0 // indirect
	github.com/Azure/azure-sdk-for-go/sdk/internal v1.12.0 // indirect
	golang.org/x/net v0.55.0 // indirect
	golang.org/x/text v0.37.0 // indirect
)
