{{/*
Pod spec of a program of the operator's image that runs once.
The argument has root, name (of the service account), container, and args.
*/}}
{{- define "millrace.program" -}}
serviceAccountName: {{ .name }}
automountServiceAccountToken: true
enableServiceLinks: false
restartPolicy: Never
activeDeadlineSeconds: 120
{{- with $.root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
  {{- with $.root.Values.securityContext }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
containers:
  - name: {{ .container }}
    image: {{ include "millrace.image" (list $.root.Values.image $.root) | quote }}
    imagePullPolicy: {{ $.root.Values.image.pullPolicy }}
    args:
      {{- toYaml .args | nindent 6 }}
    resources:
      requests:
        cpu: 50m
        memory: 256Mi
      limits:
        memory: 256Mi
    terminationMessagePolicy: FallbackToLogsOnError
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop:
          - ALL
    volumeMounts:
      - name: tmp
        mountPath: /tmp
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 16Mi
{{- with $.root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $.root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
