{{/* Name of the objects of this release. */}}
{{- define "millrace.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains "millrace" .Release.Name -}}
{{- printf "%s-operator" (.Release.Name | trunc 50 | trimSuffix "-") -}}
{{- else -}}
{{- printf "%s-millrace-operator" (.Release.Name | trunc 40 | trimSuffix "-") -}}
{{- end -}}
{{- end }}

{{/* Name of its objects without a namespace: releases of the same name in other namespaces have theirs. */}}
{{- define "millrace.clusterName" -}}
{{- printf "%s-%s" (include "millrace.name" .) .Release.Namespace -}}
{{- end }}

{{- define "millrace.serviceAccount" -}}
{{- if .Values.serviceAccount.name -}}
{{- .Values.serviceAccount.name -}}
{{- else -}}
{{- include "millrace.name" . -}}
{{- end -}}
{{- end }}

{{/*
Labels by which the operator's pods are selected. The network policies that the operator makes for jobs let pods with the
first one in, so it is the same in every release.
*/}}
{{- define "millrace.selector" -}}
app.kubernetes.io/name: millrace-operator
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/* Labels of every object. Never managed-by millrace-operator: by that the operator knows the objects of jobs. */}}
{{- define "millrace.labels" -}}
{{ include "millrace.selector" . }}
{{ include "millrace.commonLabels" . }}
{{- end }}

{{- define "millrace.commonLabels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: millrace
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* Name of an image: the argument is the pair of its values and the root. */}}
{{- define "millrace.image" -}}
{{- $image := index . 0 -}}
{{- $root := index . 1 -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $image.repository ($image.tag | default $root.Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{/* The job by which the operator checks on itself; the operator knows no other name. */}}
{{- define "millrace.canary" -}}
millrace-canary
{{- end }}
