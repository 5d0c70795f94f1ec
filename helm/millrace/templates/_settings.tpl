{{/* A tree of values as environment variables: a.bC under PREFIX is PREFIX_A_B_C. */}}
{{- define "millrace.settings" -}}
{{- $prefix := .prefix -}}
{{- range $key, $value := .tree }}
{{- $name := printf "%s_%s" $prefix ($key | snakecase | upper) }}
{{- if kindIs "map" $value }}
{{- include "millrace.settings" (dict "prefix" $name "tree" $value) }}
{{- else }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* All that the operator is told, the same for every replica. */}}
{{- define "millrace.environment" -}}
MILLRACE_OPERATOR_IMAGE: {{ include "millrace.image" (list .Values.runtimeImage .) | quote }}
{{- with .Values.watchNamespaces }}
MILLRACE_OPERATOR_NAMESPACES: {{ join "," . | quote }}
{{- end }}
MILLRACE_OPERATOR_LEADER_ELECTION_LEASE_NAME: {{ include "millrace.name" . | quote }}
QUARKUS_LOG_LEVEL: {{ .Values.log.level | quote }}
{{- include "millrace.settings" (dict "prefix" "MILLRACE_OPERATOR" "tree" .Values.config) }}
{{- end }}
