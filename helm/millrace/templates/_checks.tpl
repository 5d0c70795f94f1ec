{{/* What values.schema.json cannot say: values that contradict each other. */}}
{{- define "millrace.checks" -}}
{{- if and (gt (int .Values.replicas) 1) (not .Values.config.leaderElection.enabled) -}}
{{- fail (printf "replicas: found %d without leader election: all of them would run the same jobs. Set replicas to 1, or config.leaderElection.enabled to true" (int .Values.replicas)) -}}
{{- end -}}
{{- if and (not .Values.serviceAccount.create) (not .Values.serviceAccount.name) -}}
{{- fail "serviceAccount.name: expected the name of a service account that exists, as serviceAccount.create is false" -}}
{{- end -}}
{{- if and .Values.config.canary.enabled .Values.watchNamespaces (not (has .Release.Namespace .Values.watchNamespaces)) -}}
{{- fail (printf "config.canary.enabled: the canary lives in the operator's namespace, and %s is not among watchNamespaces (%s). Add it, or set config.canary.enabled to false" .Release.Namespace (join ", " .Values.watchNamespaces)) -}}
{{- end -}}
{{- if and .Values.config.podMonitors .Values.rbac.create (not .Values.rbac.podMonitors) -}}
{{- fail "config.podMonitors: the operator watches PodMonitors then, and has no right to. Set rbac.podMonitors to true, or config.podMonitors to false" -}}
{{- end -}}
{{- end }}
