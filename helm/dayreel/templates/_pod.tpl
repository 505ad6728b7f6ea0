{{/* What the pods of all five services have in common. Call with dict "root" $ "component" "writer". */}}

{{- define "dayreel.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "dayreel.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.runAs.user }}
runAsGroup: {{ .Values.runAs.group }}
fsGroup: {{ .Values.runAs.group }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/*
Started: the start waits for Kafka and gives up by itself, so that this limit is only reached by a process that hangs.
Ready: the service's conditions, which say "caught up". Live: it answers, and no thread that it needs is dead; a minute of
that, since a machine that stood still looks dead for a moment. What is down elsewhere makes it not ready, but not dead.
*/}}
{{- define "dayreel.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: http}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: {{ div (add (int .startSeconds) 1) 2 }}
readinessProbe:
  httpGet: {path: /q/health/ready, port: http}
  periodSeconds: 3
  timeoutSeconds: 2
  failureThreshold: 2
livenessProbe:
  httpGet: {path: /q/health/live, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}

{{/*
Time for proxies to notice that the pod goes, before its process is told. The kubelet sleeps, so that the image needs no
shell. On 1.29 that is not switched on by default, and the pod gets its signal at once: devices and viewers that come in
that moment are refused and come again.
*/}}
{{- define "dayreel.preStop" -}}
{{- if and (gt (int .Values.drain.preStopSeconds) 0) (semverCompare ">=1.30.0-0" .Capabilities.KubeVersion.Version) }}
lifecycle:
  preStop:
    sleep:
      seconds: {{ .Values.drain.preStopSeconds }}
{{- end }}
{{- end -}}

{{- define "dayreel.spread" -}}
{{- $own := index .root.Values .component -}}
{{- range $topology, $when := dict "kubernetes.io/hostname" $own.spread.nodes "topology.kubernetes.io/zone" $own.spread.zones }}
{{- if ne $when "Off" }}
- topologyKey: {{ $topology }}
  maxSkew: 1
  whenUnsatisfiable: {{ $when }}
  labelSelector:
    matchLabels:
      {{- include "dayreel.selector" (dict "root" $.root "component" $.component) | nindent 6 }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Where pods may run; the edge has it too. */}}
{{- define "dayreel.placement" -}}
{{- $own := index .root.Values .component -}}
{{- with $own.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $own.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "dayreel.spread" . }}
topologySpreadConstraints:
  {{- . | trim | nindent 2 }}
{{- end }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "dayreel.podMetadata" -}}
{{- $own := index .root.Values .component -}}
labels:
  {{- include "dayreel.labels" . | nindent 2 }}
  {{- with $own.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  checksum/kafka: {{ include "dayreel.kafkaProperties" .root | sha256sum }}
  {{- with $own.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "dayreel.podSpec" -}}
{{- $root := .root -}}
{{- $component := .component -}}
{{- $own := index $root.Values $component -}}
serviceAccountName: {{ include "dayreel.serviceAccountName" . }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ add (int $root.Values.drain.preStopSeconds) (int $own.stopSeconds) }}
securityContext:
  {{- include "dayreel.podSecurity" $root | nindent 2 }}
{{ include "dayreel.placement" . | trim }}
containers:
  - name: {{ $component }}
    image: {{ include "dayreel.image" . | quote }}
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    securityContext:
      {{- include "dayreel.containerSecurity" $root | nindent 6 }}
    env:
      {{- include "dayreel.environment" . | nindent 6 }}
    ports:
      - {name: http, containerPort: 8080, protocol: TCP}
      {{- if and (eq $component "ingest") $root.Values.udp.enabled }}
      - {name: udp, containerPort: 8080, protocol: UDP}
      {{- end }}
    {{- include "dayreel.probes" $own | nindent 4 }}
    {{- include "dayreel.preStop" $root | trim | nindent 4 }}
    resources:
      {{- toYaml $own.resources | nindent 6 }}
    volumeMounts:
      - {name: tmp, mountPath: /tmp}
      {{- if $own.state }}
      - {name: state, mountPath: /var/lib/dayreel}
      {{- end }}
      {{- if and (eq $component "ingest") $own.upload.enabled }}
      - {name: uploads, mountPath: /var/lib/dayreel/uploads}
      {{- end }}
      - {name: keys, mountPath: /etc/dayreel/keys, readOnly: true}
      {{- if and (eq $component "indexer") $root.Values.seal.enabled }}
      - {name: seal, mountPath: /etc/dayreel/seal, readOnly: true}
      {{- end }}
      {{- include "dayreel.kafkaMounts" $root | nindent 6 }}
volumes:
  - name: tmp
    emptyDir: {sizeLimit: {{ $own.tmpSize }}}
  {{- if $own.state }}
  {{- if not $own.state.persistence.enabled }}
  - name: state
    emptyDir: {sizeLimit: {{ $own.state.size }}}
  {{- end }}
  {{- end }}
  {{- if and (eq $component "ingest") $own.upload.enabled }}
  - name: uploads
    emptyDir: {sizeLimit: {{ $own.upload.scratchSize }}}
  {{- end }}
  - name: keys
    secret:
      secretName: {{ include "dayreel.keysSecret" $root }}
      defaultMode: 288 # 0440
      items:
        - {key: {{ $root.Values.keys.publicKeyKey }}, path: access-public.pem}
        - {key: {{ $root.Values.keys.sharedSecretKey }}, path: shared.secret}
  {{- if and (eq $component "indexer") $root.Values.seal.enabled }}
  - name: seal
    secret:
      secretName: {{ include "dayreel.sealSecret" $root }}
      defaultMode: 288 # 0440
      items:
        - {key: {{ $root.Values.seal.privateKeyKey }}, path: seal-private.pem}
        - {key: {{ $root.Values.seal.publicKeyKey }}, path: seal-public.pem}
  {{- end }}
  {{- include "dayreel.kafkaVolumes" (dict "root" $root "configMap" (printf "%s-kafka" (include "dayreel.fullname" $root))) | nindent 2 }}
{{- end -}}

{{- define "dayreel.kafkaMounts" -}}
{{- if include "dayreel.hasKafkaProperties" . }}
- {name: kafka, mountPath: /etc/dayreel/kafka, readOnly: true}
{{- end }}
{{- if and .Values.kafka.tls.enabled .Values.kafka.tls.existingSecret }}
- {name: kafka-tls, mountPath: /etc/dayreel/kafka-tls, readOnly: true}
{{- end }}
{{- end -}}

{{- define "dayreel.kafkaVolumes" -}}
{{- if include "dayreel.hasKafkaProperties" .root }}
- name: kafka
  configMap:
    name: {{ .configMap }}
{{- end }}
{{- if and .root.Values.kafka.tls.enabled .root.Values.kafka.tls.existingSecret }}
- name: kafka-tls
  secret:
    secretName: {{ .root.Values.kafka.tls.existingSecret }}
    defaultMode: 288 # 0440
{{- end }}
{{- end -}}
