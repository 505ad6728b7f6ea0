{{/* Names and labels. "component" is ingest, writer, indexer, streamer, sync, edge or a helper's name. */}}

{{- define "dayreel.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Call with dict "root" $ "component" "writer". */}}
{{- define "dayreel.name" -}}
{{- printf "%s-%s" (include "dayreel.fullname" .root) .component -}}
{{- end -}}

{{- define "dayreel.releaseSelector" -}}
app.kubernetes.io/name: dayreel
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "dayreel.selector" -}}
{{ include "dayreel.releaseSelector" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "dayreel.labels" -}}
{{ include "dayreel.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/part-of: dayreel
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "dayreel.serviceAccountName" -}}
{{- $account := (index .root.Values .component).serviceAccount -}}
{{- $account.name | default (ternary (include "dayreel.name" .) "default" $account.create) -}}
{{- end -}}

{{/* The image of a service: <registry>/<repository>/dayreel-<component>:<tag>, or by digest. */}}
{{- define "dayreel.image" -}}
{{- $common := .root.Values.image -}}
{{- $own := (index .root.Values .component).image -}}
{{- $parts := compact (list $common.registry $common.repository (printf "dayreel-%s" .component)) -}}
{{- $name := $own.name | default (join "/" $parts) -}}
{{- if $own.digest -}}
{{- printf "%s@%s" $name $own.digest -}}
{{- else -}}
{{- printf "%s:%s" $name ($own.tag | default $common.tag | default .root.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- define "dayreel.keysSecret" -}}
{{- .Values.keys.existingSecret | default (printf "%s-keys" (include "dayreel.fullname" .)) -}}
{{- end -}}

{{- define "dayreel.sealSecret" -}}
{{- .Values.seal.existingSecret | default (printf "%s-seal" (include "dayreel.fullname" .)) -}}
{{- end -}}

{{- define "dayreel.objectStoreSecret" -}}
{{- .Values.objectStore.existingSecret | default (printf "%s-object-store" (include "dayreel.fullname" .)) -}}
{{- end -}}

{{- define "dayreel.kafkaSecret" -}}
{{- .Values.kafka.sasl.existingSecret | default (printf "%s-kafka" (include "dayreel.fullname" .)) -}}
{{- end -}}

{{- define "dayreel.bootstrapServers" -}}
{{- if .Values.kafka.bundled.enabled -}}
{{- printf "%s-kafka:9092" (include "dayreel.fullname" .) -}}
{{- else -}}
{{- .Values.kafka.bootstrapServers -}}
{{- end -}}
{{- end -}}

{{- define "dayreel.objectStoreEndpoint" -}}
{{- if .Values.objectStore.bundled.enabled -}}
{{- printf "http://%s-object-store:9000" (include "dayreel.fullname" .) -}}
{{- else -}}
{{- .Values.objectStore.endpoint -}}
{{- end -}}
{{- end -}}

{{- define "dayreel.objectStoreLocation" -}}
{{- if .Values.objectStore.bundled.enabled -}}
{{- printf "s3://%s" .Values.objectStore.bundled.bucket -}}
{{- else -}}
{{- .Values.objectStore.location -}}
{{- end -}}
{{- end -}}

{{/* Most instances that a component may have: what the autoscaler may ask for, or its replicas. */}}
{{- define "dayreel.mostReplicas" -}}
{{- $own := index .root.Values .component -}}
{{- if $own.autoscaling.enabled -}}{{ $own.autoscaling.maxReplicas }}{{- else -}}{{ $own.replicas }}{{- end -}}
{{- end -}}
