{{/* Rights on the jobs of a namespace and on what is made for them: docs/reference/operator-rights.md, which a test compares. */}}
{{- define "millrace.jobRules" -}}
- apiGroups: [millrace.dev]
  resources: [streamingjobs]
  verbs: [get, list, watch, patch]
- apiGroups: [millrace.dev]
  resources: [streamingjobs/status]
  verbs: [update]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [configmaps, services, persistentvolumeclaims]
  verbs: [get, list, watch, create, update, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies, ingresses]
  verbs: [get, list, watch, create, update, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, update, delete]
# By name, one at a time: neither list nor watch.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, create, update]
- apiGroups: [""]
  resources: [events]
  verbs: [get, create, patch]
{{- if .Values.rbac.podMonitors }}
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [get, list, watch, create, update, delete]
{{- end }}
{{- end }}

{{/* The operator's service account, as the subject of a binding. */}}
{{- define "millrace.subject" -}}
- kind: ServiceAccount
  name: {{ include "millrace.serviceAccount" . | quote }}
  namespace: {{ .Release.Namespace | quote }}
{{- end }}
