// Package azure holds ARM templates to the models of Azure's SDK. It is a module of its own,
// which a test of pkg/alerts runs.
package azure

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/alertsmanagement/armalertsmanagement"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/monitor/armmonitor"
)

// models are the SDK's types for the resources of a template.
var models = map[string]func() any{
	"Microsoft.Insights/scheduledQueryRules":          func() any { return &armmonitor.ScheduledQueryRuleResource{} },
	"Microsoft.Insights/activityLogAlerts":            func() any { return &armmonitor.ActivityLogAlertResource{} },
	"Microsoft.Insights/metricAlerts":                 func() any { return &armmonitor.MetricAlertResource{} },
	"Microsoft.AlertsManagement/prometheusRuleGroups": func() any { return &armalertsmanagement.PrometheusRuleGroupResource{} },
}

// TestTemplate reads the resources of the template that TEMPLATE names into the SDK's models and
// writes them again. What a model does not know is lost: it is misspelt or misplaced.
func TestTemplate(t *testing.T) {
	data, err := os.ReadFile(os.Getenv("TEMPLATE"))
	if err != nil {
		t.Fatal(err)
	}
	var template struct{ Resources []map[string]any }
	if err := json.Unmarshal(data, &template); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, resource := range template.Resources {
		kind := fmt.Sprint(resource["type"])
		used[kind] = true
		for _, ofTemplate := range []string{"apiVersion", "type", "name", "condition"} {
			delete(resource, ofTemplate)
		}
		if lost := lost(t, kind, resource); len(lost) > 0 {
			t.Errorf("%s: unknown to the API: %q", kind, lost)
		}
		for _, place := range objects(resource) {
			place["misspelt"] = "x"
			if len(lost(t, kind, resource)) == 0 {
				t.Errorf("%s: nobody notices a property that no model has beside %v", kind, place)
			}
			delete(place, "misspelt")
		}
	}
	if len(used) != len(models) {
		t.Errorf("the template has resources of %v, want all of the models", used)
	}
}

// lost returns the paths of a body that a model loses.
func lost(t *testing.T, kind string, body map[string]any) []string {
	t.Helper()
	make, known := models[kind]
	if !known {
		t.Fatalf("there is no model for %q", kind)
	}
	in, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	model := make()
	if err := json.Unmarshal(in, model); err != nil {
		return []string{err.Error()}
	}
	out, err := json.Marshal(model)
	if err != nil {
		t.Fatal(err)
	}
	var before, after any
	if err := json.Unmarshal(in, &before); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &after); err != nil {
		t.Fatal(err)
	}
	return append(differences("", before, after), additional(reflect.ValueOf(model))...)
}

// additional are the properties that a model takes although it does not know them.
func additional(v reflect.Value) []string {
	var all []string
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			all = additional(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			all = append(all, additional(v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); v.Type().Field(i).Name == "AdditionalProperties" {
				for _, name := range field.MapKeys() {
					all = append(all, name.String())
				}
			} else {
				all = append(all, additional(field)...)
			}
		}
	}
	return all
}

// differences are the paths at which something is not as it was.
func differences(path string, before, after any) []string {
	switch b := before.(type) {
	case map[string]any:
		a, _ := after.(map[string]any)
		var all []string
		for name, value := range b {
			if _, there := a[name]; !there {
				all = append(all, path+"."+name)
				continue
			}
			all = append(all, differences(path+"."+name, value, a[name])...)
		}
		return all
	case []any:
		a, _ := after.([]any)
		if len(a) != len(b) {
			return []string{path}
		}
		var all []string
		for i := range b {
			all = append(all, differences(fmt.Sprintf("%s[%d]", path, i), b[i], a[i])...)
		}
		return all
	default:
		if !reflect.DeepEqual(before, after) {
			return []string{fmt.Sprintf("%s: %v becomes %v", path, before, after)}
		}
		return nil
	}
}

// objects returns all objects of a body whose names a model fixes, itself first.
func objects(value any) []map[string]any {
	switch v := value.(type) {
	case map[string]any:
		all := []map[string]any{v}
		for name, inner := range v {
			if !slices.Contains([]string{"labels", "annotations"}, name) { // the user names these
				all = append(all, objects(inner)...)
			}
		}
		return all
	case []any:
		var all []map[string]any
		for _, inner := range v {
			all = append(all, objects(inner)...)
		}
		return all
	default:
		return nil
	}
}
