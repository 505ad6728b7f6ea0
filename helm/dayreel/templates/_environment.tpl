{{/* What the services are told: configuration keys as environment variables. */}}

{{/* A configuration key as an environment variable: dayreel.ingest.window-bytes is DAYREEL_INGEST_WINDOW_BYTES. */}}
{{- define "dayreel.environmentName" -}}
{{- regexReplaceAll "[^A-Za-z0-9]" . "_" | upper -}}
{{- end -}}

{{- define "dayreel.environment" -}}
{{- $root := .root -}}
{{- $own := index $root.Values .component -}}
- name: DAYREEL_INSTANCE_ID
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: DAYREEL_INSTANCE_ADDRESS
  value: http://$(POD_IP):8080
- name: QUARKUS_HTTP_PORT
  value: "8080"
- name: QUARKUS_LOG_LEVEL
  value: {{ $root.Values.logLevel }}
{{- with $own.jvmOptions }}
- name: JAVA_TOOL_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{ include "dayreel.topicsEnvironment" $root }}
- name: DAYREEL_ACCESS_PUBLIC_KEY
  value: /etc/dayreel/keys/access-public.pem
- name: DAYREEL_ACCESS_SHARED_SECRET
  value: /etc/dayreel/keys/shared.secret
- name: DAYREEL_URLS_INDEXER
  value: http://{{ include "dayreel.name" (dict "root" $root "component" "indexer") }}:8080
- name: DAYREEL_URLS_SYNC
  value: http://{{ include "dayreel.name" (dict "root" $root "component" "sync") }}:8080
- name: DAYREEL_URLS_STREAMER
  value: http://{{ include "dayreel.name" (dict "root" $root "component" "streamer") }}:8080
{{- if has .component (list "writer" "indexer" "streamer") }}
{{ include "dayreel.objectStoreEnvironment" $root }}
{{- end }}
{{- if ne .component "ingest" }}
- name: DAYREEL_{{ upper .component }}_STATE_DIRECTORY
  value: /var/lib/dayreel/{{ .component }}
{{- end }}
{{- if has .component (list "indexer" "sync") }}
- name: DAYREEL_{{ upper .component }}_STANDBY_REPLICAS
  value: {{ ternary "0" (toString $own.standbyReplicas) (eq (int $own.replicas) 1) | quote }}
{{- end }}
{{- if and (eq .component "indexer") $root.Values.seal.enabled }}
- name: DAYREEL_INDEXER_SEAL_KEY
  value: /etc/dayreel/seal/seal-private.pem
{{- end }}
{{- if eq .component "ingest" }}
- name: QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING
  value: "true"
- name: DAYREEL_INGEST_UDP_ENABLED
  value: {{ $root.Values.udp.enabled | quote }}
{{- if $own.compaction.enabled }}
{{- range $key := keys $own.compaction | sortAlpha }}
- name: DAYREEL_INGEST_COMPACTION_{{ snakecase $key | upper }}
  value: {{ index $own.compaction $key | toString | quote }}
{{- end }}
{{- end }}
- name: DAYREEL_INGEST_UPLOAD_ENABLED
  value: {{ $own.upload.enabled | quote }}
{{- if $own.upload.enabled }}
- name: DAYREEL_INGEST_UPLOAD_MAX_PART
  value: {{ $own.upload.maxPart | quote }}
- name: DAYREEL_INGEST_UPLOAD_SCRATCH_DIRECTORY
  value: /var/lib/dayreel/uploads
- name: DAYREEL_INGEST_UPLOAD_SCRATCH_BYTES
  value: {{ div (mul (include "dayreel.mebibytes" $own.upload.scratchSize | int64) 9) 10 }}M
{{- end }}
{{- if $root.Values.udp.enabled }}
- name: DAYREEL_INGEST_UDP_PUBLIC_PORT
  value: {{ $root.Values.udp.publicPort | default $root.Values.udp.port | quote }}
{{- with $root.Values.udp.publicHost }}
- name: DAYREEL_INGEST_UDP_PUBLIC_HOST
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- range $key := keys $own.config | sortAlpha }}
- name: {{ include "dayreel.environmentName" $key }}
  value: {{ index $own.config $key | toString | quote }}
{{- end }}
{{- with $own.extraEnvironment }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* How to reach Kafka and which topics; the topics' job has it too. */}}
{{- define "dayreel.topicsEnvironment" -}}
- name: DAYREEL_KAFKA_BOOTSTRAP_SERVERS
  value: {{ include "dayreel.bootstrapServers" . | quote }}
{{- if include "dayreel.hasKafkaProperties" . }}
- name: QUARKUS_CONFIG_LOCATIONS
  value: /etc/dayreel/kafka/kafka.properties
{{- end }}
{{- include "dayreel.kafkaPasswordEnvironment" . }}
{{- with .Values.topics.prefix }}
- name: DAYREEL_TOPICS_PREFIX
  value: {{ . | quote }}
{{- end }}
- name: DAYREEL_TOPICS_PARTITIONS
  value: {{ .Values.topics.partitions | quote }}
- name: DAYREEL_TOPICS_REPLICATION
  value: {{ ternary 1 .Values.topics.replication .Values.kafka.bundled.enabled | quote }}
- name: DAYREEL_TOPICS_CREATE
  value: {{ or .Values.kafka.bundled.enabled (eq .Values.topics.createdBy "services") | quote }}
{{- end -}}

{{- define "dayreel.objectStoreEnvironment" -}}
- name: DAYREEL_OBJECT_STORE_LOCATION
  value: {{ include "dayreel.objectStoreLocation" . | quote }}
{{- with include "dayreel.objectStoreEndpoint" . }}
- name: DAYREEL_OBJECT_STORE_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.objectStore.region }}
- name: DAYREEL_OBJECT_STORE_REGION
  value: {{ . | quote }}
{{- end }}
- name: DAYREEL_OBJECT_STORE_PATH_STYLE
  value: {{ .Values.objectStore.pathStyle | quote }}
{{- if eq .Values.objectStore.access "keys" }}
- name: DAYREEL_OBJECT_STORE_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "dayreel.objectStoreSecret" . }}
      key: {{ .Values.objectStore.accessKeyKey }}
- name: DAYREEL_OBJECT_STORE_SECRET_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "dayreel.objectStoreSecret" . }}
      key: {{ .Values.objectStore.secretKeyKey }}
{{- else }}
- name: DAYREEL_OBJECT_STORE_ACCESS
  value: role
{{- end }}
{{- end -}}
