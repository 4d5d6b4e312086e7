// Package roles writes the roles and bindings that permissions need, as YAML for kubectl apply.
package roles

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
)

// Names are whom the roles are for, as they were typed.
type Names struct {
	Users, Groups []string
	// Accounts are service accounts as NAMESPACE:NAME.
	Accounts []string
}

// Subjects returns the subjects of the names. The error says which flag has no name in it.
func (n Names) Subjects() ([]rbacv1.Subject, error) {
	var all []rbacv1.Subject
	for _, kind := range []struct {
		kind, flag string
		names      []string
	}{{rbacv1.UserKind, "user", n.Users}, {rbacv1.GroupKind, "group", n.Groups}} {
		for _, name := range kind.names {
			if name == "" {
				return nil, fmt.Errorf("--%s is empty", kind.flag)
			}
			all = append(all, rbacv1.Subject{Kind: kind.kind, APIGroup: rbacv1.GroupName, Name: name})
		}
	}
	for _, account := range n.Accounts {
		namespace, name, _ := strings.Cut(account, ":")
		if len(validation.IsDNS1123Label(namespace)) > 0 || len(validation.IsDNS1123Subdomain(name)) > 0 {
			return nil, fmt.Errorf("--serviceaccount is %q: write NAMESPACE:NAME", account)
		}
		all = append(all, rbacv1.Subject{Kind: rbacv1.ServiceAccountKind, Namespace: namespace, Name: name})
	}
	return all, nil
}

// Write writes a role for each namespace of the permissions and, if there are subjects, its
// binding. It returns the error of the writer.
func Write(w io.Writer, name string, permissions []cluster.Permission, subjects []rbacv1.Subject) error {
	var namespaces []string
	rules := map[string][]rbacv1.PolicyRule{}
	for _, p := range permissions {
		if !slices.Contains(namespaces, p.Namespace) {
			namespaces = append(namespaces, p.Namespace)
		}
		rules[p.Namespace] = append(rules[p.Namespace], rbacv1.PolicyRule{
			APIGroups: []string{p.Group}, Resources: []string{p.Resource}, ResourceNames: p.Names, Verbs: p.Verbs,
		})
	}
	var objects []any
	for _, namespace := range namespaces {
		objects = append(objects, role(name, namespace, rules[namespace]))
	}
	for _, namespace := range namespaces {
		if len(subjects) > 0 {
			objects = append(objects, binding(name, namespace, subjects))
		}
	}
	var text bytes.Buffer
	for i, object := range objects {
		document, err := yaml.Marshal(object)
		if err != nil {
			return fmt.Errorf("writing the roles: %w", err)
		}
		if i > 0 {
			text.WriteString("---\n")
		}
		text.Write(document)
	}
	if _, err := w.Write(text.Bytes()); err != nil {
		return fmt.Errorf("writing the roles: %w", err)
	}
	return nil
}

// role returns a Role or, without a namespace, a ClusterRole.
func role(name, namespace string, rules []rbacv1.PolicyRule) any {
	if namespace == "" {
		return &rbacv1.ClusterRole{TypeMeta: rbacType("ClusterRole"), ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: rules}
	}
	return &rbacv1.Role{TypeMeta: rbacType("Role"), ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace}, Rules: rules}
}

// binding binds the role of that name and namespace.
func binding(name, namespace string, subjects []rbacv1.Subject) any {
	ref := rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: name}
	meta := metav1.ObjectMeta{Name: name, Namespace: namespace}
	if namespace == "" {
		ref.Kind = "ClusterRole"
		return &rbacv1.ClusterRoleBinding{TypeMeta: rbacType("ClusterRoleBinding"), ObjectMeta: meta, RoleRef: ref, Subjects: subjects}
	}
	return &rbacv1.RoleBinding{TypeMeta: rbacType("RoleBinding"), ObjectMeta: meta, RoleRef: ref, Subjects: subjects}
}

func rbacType(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: rbacv1.SchemeGroupVersion.String(), Kind: kind}
}
