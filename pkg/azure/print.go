package azure

import (
	"errors"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Script returns what Read asks, as commands for a shell with the Azure CLI, of the cloud that az is set to. It opens no
// connection. The error is a sentence.
func (h *History) Script() (string, error) {
	if err := h.Check(); err != nil {
		return "", err
	}
	if h.Workspace != "" && h.Cluster == "" {
		return "", errors.New("a workspace has rows of several clusters, and the query names the one: give --cluster-id with --workspace")
	}
	c, err := chooseCloud(readAz(h.Getenv), "", "")
	if err != nil {
		return "", err
	}
	if err := c.hasLogs(); err != nil {
		return "", err
	}
	id, _ := logs.ParseCluster(h.Cluster) // it is one, or empty
	return logs.Script{
		Host: c.Logs, Audience: c.LogsAudience, Scope: logs.Scope{Cluster: id.String(), Workspace: h.Workspace},
		Since: h.Since, Until: h.Until, LogSince: snapshot.Later(h.Since, h.Now.Add(-retention)),
	}.String(), nil
}
