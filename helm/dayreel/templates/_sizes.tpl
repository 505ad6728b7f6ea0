{{/*
A size in mebibytes, rounded down: as Kubernetes writes it (20Gi, 128Mi) or as the services do (8G, 64M, also of 1024).
What is neither, such as an address, is 0.
*/}}
{{- define "dayreel.mebibytes" -}}
{{- $text := toString . -}}
{{- $number := regexFind "^[0-9]+(\\.[0-9]+)?" $text | float64 -}}
{{- $unit := regexReplaceAll "^[0-9.]+" $text "" | trimSuffix "i" | upper -}}
{{- $factors := dict "" 9.5367431640625e-07 "K" 0.0009765625 "M" 1.0 "G" 1024.0 "T" 1048576.0 -}}
{{- mulf $number (get $factors $unit | default 0.0) | int64 -}}
{{- end -}}

{{/* CPUs (2, 0.5, "500m") in thousandths. */}}
{{- define "dayreel.millicores" -}}
{{- $text := toString . -}}
{{- $number := regexFind "^[0-9]+(\\.[0-9]+)?" $text | float64 -}}
{{- ternary $number (mulf $number 1000) (hasSuffix "m" $text) | int64 -}}
{{- end -}}

{{/* What several keys of a component's config come to in mebibytes, one of them absent: its default. Call with dict "config" … "defaults" …. */}}
{{- define "dayreel.configuredMebibytes" -}}
{{- $sum := 0 -}}
{{- range $key, $default := .defaults -}}
{{- $sum = add $sum (include "dayreel.mebibytes" (get $.config $key | default $default) | int64) -}}
{{- end -}}
{{- $sum -}}
{{- end -}}
