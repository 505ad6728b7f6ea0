{{/* A size of Kubernetes (20Gi, 128Mi) as nginx writes it, in megabytes; the cache's bound leaves room, since nginx removes late. */}}
{{- define "dayreel.mebibytes" -}}
{{- $number := regexFind "^[0-9]+" . | int64 -}}
{{- if hasSuffix "Gi" . -}}{{ mul $number 1024 }}{{- else -}}{{ $number }}{{- end -}}
{{- end -}}

{{- define "dayreel.nginxMost" -}}
{{ div (mul (include "dayreel.mebibytes" . | int64) 8) 10 }}m
{{- end -}}

{{- define "dayreel.nginxThird" -}}
{{ div (include "dayreel.mebibytes" . | int64) 3 }}m
{{- end -}}
