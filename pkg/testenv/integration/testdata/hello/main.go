// Command hello does nothing with the libraries that the plugin uses: what it costs to
// start it is what the plugin cannot go below. A test keeps the imports the same.
package main

import (
	_ "archive/tar"
	_ "archive/zip"
	_ "compress/bzip2"
	"fmt"
	_ "hash/maphash"
	_ "html/template"
	"os"
	_ "os/signal"
	_ "runtime/metrics"

	_ "github.com/Azure/azure-sdk-for-go/sdk/azcore/arm/runtime"
	_ "github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	_ "github.com/Azure/azure-sdk-for-go/sdk/monitor/query/azlogs"
	_ "github.com/agnivade/levenshtein"
	_ "github.com/fatih/color"
	_ "github.com/go-json-experiment/json"
	_ "github.com/go-json-experiment/json/jsontext"
	_ "github.com/go-json-experiment/json/v1"
	_ "github.com/olekukonko/tablewriter"
	_ "github.com/olekukonko/tablewriter/renderer"
	"github.com/spf13/cobra"
	_ "go.yaml.in/yaml/v3"
	_ "golang.org/x/net/http2"
	_ "golang.org/x/sync/semaphore"
	_ "golang.org/x/term"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	_ "k8s.io/cli-runtime/pkg/printers"
	_ "k8s.io/client-go/kubernetes/scheme"
	_ "k8s.io/client-go/plugin/pkg/client/auth"
	_ "k8s.io/client-go/rest"
	_ "k8s.io/client-go/tools/cache"
	_ "k8s.io/client-go/tools/clientcmd"
	_ "sigs.k8s.io/yaml"
)

func main() {
	c := &cobra.Command{Use: "hello", Run: func(*cobra.Command, []string) { fmt.Println("hello") }}
	genericclioptions.NewConfigFlags(true).AddFlags(c.Flags())
	if c.Execute() != nil {
		os.Exit(1)
	}
}
