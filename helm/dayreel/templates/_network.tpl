{{/* The ways out to what is not of this release, or is its bundled stand-in. */}}

{{- define "dayreel.kafkaEgress" -}}
{{- $policy := .Values.networkPolicy.kafka -}}
{{- if .Values.kafka.bundled.enabled -}}
- to:
    - podSelector:
        matchLabels:
          {{- include "dayreel.selector" (dict "root" . "component" "kafka") | nindent 10 }}
  ports: [{port: 9092, protocol: TCP}]
{{- else -}}
- ports:
    {{- $ports := $policy.ports }}
    {{- if not $ports }}
    {{- range regexFindAll ":[0-9]+" .Values.kafka.bootstrapServers -1 }}
    {{- $ports = append $ports (trimPrefix ":" . | int) }}
    {{- end }}
    {{- end }}
    {{- range $ports | uniq }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
  {{- with $policy.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}

{{- define "dayreel.objectStoreEgress" -}}
{{- $policy := .Values.networkPolicy.objectStore -}}
{{- if .Values.objectStore.bundled.enabled -}}
- to:
    - podSelector:
        matchLabels:
          {{- include "dayreel.selector" (dict "root" . "component" "object-store") | nindent 10 }}
  ports: [{port: 9000, protocol: TCP}]
{{- else -}}
- ports:
    {{- $ports := $policy.ports }}
    {{- if not $ports }}
    {{- $named := regexFind ":[0-9]+(/|$)" .Values.objectStore.endpoint | trimPrefix ":" | trimSuffix "/" }}
    {{- $ports = list (int ($named | default (ternary 80 443 (hasPrefix "http://" .Values.objectStore.endpoint)))) }}
    {{- end }}
    {{- range $ports | uniq }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
  {{- with $policy.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}
