{{/*
The properties of every Kafka client as a configuration file. A file, since their names have dots, which names of
environment variables cannot have. ${...} is filled in from the environment when the service reads it, so that the
password is in no ConfigMap.
*/}}
{{- define "dayreel.kafkaProperties" -}}
{{- $kafka := .Values.kafka -}}
{{- $all := dict -}}
{{- if and $kafka.tls.enabled $kafka.sasl.mechanism -}}
{{- $_ := set $all "security.protocol" "SASL_SSL" -}}
{{- else if $kafka.tls.enabled -}}
{{- $_ := set $all "security.protocol" "SSL" -}}
{{- else if $kafka.sasl.mechanism -}}
{{- $_ := set $all "security.protocol" "SASL_PLAINTEXT" -}}
{{- end -}}
{{- if and $kafka.tls.enabled $kafka.tls.existingSecret $kafka.tls.caKey -}}
{{- $_ := set $all "ssl.truststore.type" "PEM" -}}
{{- $_ := set $all "ssl.truststore.location" (printf "/etc/dayreel/kafka-tls/%s" $kafka.tls.caKey) -}}
{{- end -}}
{{- if and $kafka.tls.enabled $kafka.tls.existingSecret $kafka.tls.clientPemKey -}}
{{- $_ := set $all "ssl.keystore.type" "PEM" -}}
{{- $_ := set $all "ssl.keystore.location" (printf "/etc/dayreel/kafka-tls/%s" $kafka.tls.clientPemKey) -}}
{{- end -}}
{{- if $kafka.sasl.mechanism -}}
{{- $module := ternary "plain.PlainLoginModule" "scram.ScramLoginModule" (eq $kafka.sasl.mechanism "PLAIN") -}}
{{- $_ := set $all "sasl.mechanism" $kafka.sasl.mechanism -}}
{{- $_ := set $all "sasl.jaas.config" (printf "org.apache.kafka.common.security.%s required username=\"${KAFKA_SASL_USERNAME}\" password=\"${KAFKA_SASL_PASSWORD}\";" $module) -}}
{{- end -}}
{{- $all = mergeOverwrite $all $kafka.properties -}}
{{- range $name := keys $all | sortAlpha }}
dayreel.kafka.properties."{{ $name }}"={{ index $all $name }}
{{- end -}}
{{- end -}}

{{/* Environment that the file refers to. */}}
{{- define "dayreel.kafkaPasswordEnvironment" -}}
{{- if .Values.kafka.sasl.mechanism }}
- name: KAFKA_SASL_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ include "dayreel.kafkaSecret" . }}
      key: {{ .Values.kafka.sasl.usernameKey }}
- name: KAFKA_SASL_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "dayreel.kafkaSecret" . }}
      key: {{ .Values.kafka.sasl.passwordKey }}
{{- end }}
{{- end -}}

{{/* Whether there is anything to mount. */}}
{{- define "dayreel.hasKafkaProperties" -}}
{{- if trim (include "dayreel.kafkaProperties" .) -}}true{{- end -}}
{{- end -}}
