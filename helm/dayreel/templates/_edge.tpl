{{/* nginx's bounds of its caches leave room, since it removes late. */}}
{{- define "dayreel.nginxMost" -}}
{{ div (mul (include "dayreel.mebibytes" . | int64) 8) 10 }}m
{{- end -}}

{{- define "dayreel.nginxThird" -}}
{{ div (include "dayreel.mebibytes" . | int64) 3 }}m
{{- end -}}
