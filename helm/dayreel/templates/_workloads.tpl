{{/*
A service with state: a name that is stable over restarts, which its consumer group knows (static membership), and a
disk of its own. Pods start and stop together when their number changes; an update still goes one by one.
*/}}
{{- define "dayreel.statefulSet" -}}
{{- $own := index .root.Values .component -}}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ include "dayreel.name" . }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "dayreel.labels" . | nindent 4 }}
spec:
  serviceName: {{ include "dayreel.name" . }}-peers
  podManagementPolicy: Parallel
  minReadySeconds: {{ .root.Values.drain.minReadySeconds }}
  revisionHistoryLimit: 5
  {{- if not $own.autoscaling.enabled }}
  replicas: {{ $own.replicas }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "dayreel.selector" . | nindent 6 }}
  template:
    metadata:
      {{- include "dayreel.podMetadata" . | nindent 6 }}
    spec:
      {{- include "dayreel.podSpec" . | nindent 6 }}
  {{- if $own.state.persistence.enabled }}
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Delete
    whenScaled: Delete
  volumeClaimTemplates:
    - metadata:
        name: state
        labels:
          {{- include "dayreel.selector" . | nindent 10 }}
      spec:
        accessModes: [ReadWriteOnce]
        {{- with $own.state.persistence.storageClassName }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests:
            storage: {{ $own.state.size }}
  {{- end }}
{{- end -}}

{{/* The address of any ready instance. */}}
{{- define "dayreel.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "dayreel.name" . }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "dayreel.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "dayreel.selector" . | nindent 4 }}
  ports:
    - {name: http, port: 8080, targetPort: http, protocol: TCP, appProtocol: http}
{{- end -}}

{{/* The addresses of all instances. */}}
{{- define "dayreel.peersService" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "dayreel.name" . }}-peers
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "dayreel.labels" . | nindent 4 }}
spec:
  clusterIP: None
  publishNotReadyAddresses: {{ .publishNotReady }}
  selector:
    {{- include "dayreel.selector" . | nindent 4 }}
  ports:
    - {name: http, port: 8080, targetPort: http, protocol: TCP, appProtocol: http}
{{- end -}}
