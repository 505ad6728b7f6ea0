{{/* What a schema cannot say. Each sentence names the key; the installation stops with all of them. */}}
{{- define "dayreel.checks" -}}
{{- $broken := list -}}
{{- $v := .Values -}}
{{- if and (not $v.kafka.bundled.enabled) (not $v.kafka.bootstrapServers) -}}
{{- $broken = append $broken "kafka.bootstrapServers is empty: name the brokers (host:port), or set kafka.bundled.enabled=true for a trial" -}}
{{- end -}}
{{- if and $v.kafka.bundled.enabled $v.kafka.bootstrapServers -}}
{{- $broken = append $broken "kafka.bundled.enabled and kafka.bootstrapServers contradict each other: choose one Kafka" -}}
{{- end -}}
{{- if and $v.kafka.bundled.enabled (or $v.kafka.tls.enabled $v.kafka.sasl.mechanism) -}}
{{- $broken = append $broken "kafka.bundled.enabled has neither TLS nor SASL: clear kafka.tls.enabled and kafka.sasl.mechanism" -}}
{{- end -}}
{{- if and $v.kafka.sasl.mechanism (not $v.kafka.sasl.existingSecret) (or (not $v.kafka.sasl.username) (not $v.kafka.sasl.password)) -}}
{{- $broken = append $broken "kafka.sasl.mechanism needs kafka.sasl.existingSecret, or kafka.sasl.username and kafka.sasl.password" -}}
{{- end -}}
{{- if and $v.kafka.sasl.existingSecret (or $v.kafka.sasl.username $v.kafka.sasl.password) -}}
{{- $broken = append $broken "kafka.sasl.existingSecret and kafka.sasl.username or kafka.sasl.password contradict each other: keep one" -}}
{{- end -}}
{{- if and (not $v.kafka.tls.enabled) $v.kafka.tls.existingSecret -}}
{{- $broken = append $broken "kafka.tls.existingSecret is given but kafka.tls.enabled is false" -}}
{{- end -}}
{{- if and $v.kafka.tls.clientPemKey (not $v.kafka.tls.existingSecret) -}}
{{- $broken = append $broken "kafka.tls.clientPemKey needs kafka.tls.existingSecret, the Secret that has it" -}}
{{- end -}}
{{- if and (not $v.objectStore.bundled.enabled) (not $v.objectStore.location) -}}
{{- $broken = append $broken "objectStore.location is empty: name a bucket (s3://bucket), or set objectStore.bundled.enabled=true for a trial" -}}
{{- end -}}
{{- if and $v.objectStore.bundled.enabled (or $v.objectStore.location $v.objectStore.endpoint) -}}
{{- $broken = append $broken "objectStore.bundled.enabled and objectStore.location or objectStore.endpoint contradict each other: choose one store" -}}
{{- end -}}
{{- if and $v.objectStore.bundled.enabled (ne $v.objectStore.access "keys") -}}
{{- $broken = append $broken "objectStore.bundled.enabled needs objectStore.access=keys: it knows no roles" -}}
{{- end -}}
{{- if and $v.objectStore.location (not $v.objectStore.endpoint) (not $v.objectStore.region) -}}
{{- $broken = append $broken "objectStore.endpoint is empty: give the address of the S3 server, or objectStore.region for Amazon" -}}
{{- end -}}
{{- if and (eq $v.objectStore.access "keys") (not $v.objectStore.existingSecret) (or (not $v.objectStore.accessKey) (not $v.objectStore.secretKey)) -}}
{{- $broken = append $broken "objectStore.existingSecret is empty: name the Secret with the store's keys, or set objectStore.access=role" -}}
{{- end -}}
{{- if and $v.objectStore.existingSecret (or $v.objectStore.accessKey $v.objectStore.secretKey) -}}
{{- $broken = append $broken "objectStore.existingSecret and objectStore.accessKey or objectStore.secretKey contradict each other: keep one" -}}
{{- end -}}
{{- if and $v.objectStore.bundled.enabled (not $v.objectStore.existingSecret) (or (lt (len $v.objectStore.accessKey) 3) (lt (len $v.objectStore.secretKey) 8)) -}}
{{- $broken = append $broken "objectStore.accessKey needs 3 characters and objectStore.secretKey 8: the bundled store would not start" -}}
{{- end -}}
{{- if and (eq $v.objectStore.access "role") (or $v.objectStore.existingSecret $v.objectStore.accessKey) -}}
{{- $broken = append $broken "objectStore.access=role uses no keys: clear objectStore.existingSecret and objectStore.accessKey" -}}
{{- end -}}
{{- if and (not $v.keys.existingSecret) (or (not $v.keys.accessPublicKey) (not $v.keys.sharedSecret)) -}}
{{- $broken = append $broken "keys.existingSecret is empty: make keys with 'dayreel token --create' and name the Secret that holds access-public.pem and shared.secret" -}}
{{- end -}}
{{- if and $v.keys.existingSecret (or $v.keys.accessPublicKey $v.keys.sharedSecret) -}}
{{- $broken = append $broken "keys.existingSecret and keys.accessPublicKey or keys.sharedSecret contradict each other: keep one" -}}
{{- end -}}
{{- if and $v.seal.enabled (not $v.seal.existingSecret) (or (not $v.seal.privateKey) (not $v.seal.publicKey)) -}}
{{- $broken = append $broken "seal.existingSecret is empty: name the Secret that holds seal-private.pem and seal-public.pem, or set seal.enabled=false" -}}
{{- end -}}
{{- if and $v.seal.existingSecret (or $v.seal.privateKey $v.seal.publicKey) -}}
{{- $broken = append $broken "seal.existingSecret and seal.privateKey or seal.publicKey contradict each other: keep one" -}}
{{- end -}}
{{- if and (not $v.kafka.bundled.enabled) (gt (int $v.topics.minInsyncReplicas) (int $v.topics.replication)) -}}
{{- $broken = append $broken (printf "topics.minInsyncReplicas=%d is more than topics.replication=%d: Kafka would take nothing" (int $v.topics.minInsyncReplicas) (int $v.topics.replication)) -}}
{{- end -}}
{{- range $component := list "writer" "streamer" "indexer" "sync" -}}
{{- $most := include "dayreel.mostReplicas" (dict "root" $ "component" $component) | int -}}
{{- if gt $most (int $v.topics.partitions) -}}
{{- $key := ternary "autoscaling.maxReplicas" "replicas" (index $v $component).autoscaling.enabled -}}
{{- $broken = append $broken (printf "%s.%s=%d is more than topics.partitions=%d: the others would have nothing to do" $component $key $most (int $v.topics.partitions)) -}}
{{- end -}}
{{- end -}}
{{- range $component := list "ingest" "writer" "streamer" "edge" -}}
{{- $scaling := (index $v $component).autoscaling -}}
{{- if and $scaling.enabled (gt (int $scaling.minReplicas) (int $scaling.maxReplicas)) -}}
{{- $broken = append $broken (printf "%s.autoscaling.minReplicas=%d is more than maxReplicas=%d" $component (int $scaling.minReplicas) (int $scaling.maxReplicas)) -}}
{{- end -}}
{{- $planned := and (eq $component "ingest") $v.ingest.compaction.enabled -}}
{{- if and $scaling.enabled (not $planned) (eq (int $scaling.cpuPercent) 0) (or (eq (int $scaling.perPod) 0) (eq $component "edge")) -}}
{{- $broken = append $broken (printf "%s.autoscaling needs perPod or cpuPercent: it would not know when to grow" $component) -}}
{{- end -}}
{{- end -}}
{{- $compaction := $v.ingest.compaction -}}
{{- if $compaction.enabled -}}
{{- $scaling := $v.ingest.autoscaling -}}
{{- $most := include "dayreel.mostReplicas" (dict "root" $ "component" "ingest") | int -}}
{{- $key := ternary "autoscaling.maxReplicas" "replicas" $scaling.enabled -}}
{{- if and $scaling.enabled (gt (int $scaling.perPod) 0) -}}
{{- $broken = append $broken "ingest.autoscaling.perPod and ingest.compaction.enabled contradict each other: the planner decides how many pods there are, set perPod to 0" -}}
{{- end -}}
{{- if gt (int $compaction.minInstances) $most -}}
{{- $broken = append $broken (printf "ingest.compaction.minInstances=%d is more than ingest.%s=%d: the planner would wait for pods that never come" (int $compaction.minInstances) $key $most) -}}
{{- end -}}
{{- if and $scaling.enabled (lt (int $compaction.minInstances) (int $scaling.minReplicas)) -}}
{{- $broken = append $broken (printf "ingest.autoscaling.minReplicas=%d is more than ingest.compaction.minInstances=%d: pods that were emptied would never stop" (int $scaling.minReplicas) (int $compaction.minInstances)) -}}
{{- end -}}
{{- if or (ge (float64 $compaction.lowMark) (float64 $compaction.highMark)) (gt (float64 $compaction.highMark) (float64 $compaction.targetFilling)) -}}
{{- $broken = append $broken "ingest.compaction.lowMark must be below highMark, and that not above targetFilling" -}}
{{- end -}}
{{- end -}}
{{- $upload := $v.ingest.upload -}}
{{- if $upload.enabled -}}
{{- if lt (include "dayreel.mebibytes" $v.ingest.resources.limits.memory | int64) 1024 -}}
{{- $broken = append $broken (printf "ingest.upload.enabled needs ingest.resources.limits.memory of 1Gi or more, not %v: each ffmpeg takes its share" $v.ingest.resources.limits.memory) -}}
{{- end -}}
{{- $part := include "dayreel.mebibytes" $upload.maxPart | int64 -}}
{{- if lt (include "dayreel.mebibytes" $upload.scratchSize | int64) (mul 3 $part) -}}
{{- $broken = append $broken (printf "ingest.upload.scratchSize=%s is less than three parts of ingest.upload.maxPart=%s: one part would fill it" $upload.scratchSize $upload.maxPart) -}}
{{- end -}}
{{- end -}}
{{- range $component := list "indexer" "sync" -}}
{{- $own := index $v $component -}}
{{- if and (gt (int $own.replicas) 1) (ge (int $own.standbyReplicas) (int $own.replicas)) -}}
{{- $broken = append $broken (printf "%s.standbyReplicas=%d needs more than %s.replicas=%d: each copy is on a pod of its own" $component (int $own.standbyReplicas) $component (int $own.replicas)) -}}
{{- end -}}
{{- end -}}
{{- $bounds := dict "writer" (dict "dayreel.writer.spool-max-size" "4G" "dayreel.writer.spool-min-free" "64M") "streamer" (dict "dayreel.streamer.tail-bytes" "8G" "dayreel.streamer.clip-bytes" "8G" "dayreel.streamer.scratch-bytes" "2G") -}}
{{- range $component, $defaults := $bounds -}}
{{- $own := index $v $component -}}
{{- $wanted := include "dayreel.configuredMebibytes" (dict "config" $own.config "defaults" $defaults) | int64 -}}
{{- if gt $wanted (include "dayreel.mebibytes" $own.state.size | int64) -}}
{{- $broken = append $broken (printf "%s.state.size=%s is less than the %d MiB of %s in %s.config: the disk would be full before the service takes no more" $component $own.state.size $wanted (keys $defaults | sortAlpha | join ", ") $component) -}}
{{- end -}}
{{- end -}}
{{- if ge (include "dayreel.mebibytes" $v.edge.cache.liveSize | int64) (include "dayreel.mebibytes" $v.edge.resources.limits.memory | int64) -}}
{{- $broken = append $broken (printf "edge.cache.liveSize=%s needs more than edge.resources.limits.memory=%v: it lies in the pod's memory" $v.edge.cache.liveSize $v.edge.resources.limits.memory) -}}
{{- end -}}
{{- $sized := dict "topics.job" $v.topics.job.resources "kafka.bundled" $v.kafka.bundled.resources "objectStore.bundled" $v.objectStore.bundled.resources -}}
{{- range $component := list "ingest" "writer" "indexer" "streamer" "sync" "edge" -}}
{{- $sized = set $sized $component (index $v $component).resources -}}
{{- end -}}
{{- range $where := keys $sized | sortAlpha -}}
{{- $own := index $sized $where -}}
{{- if gt (include "dayreel.mebibytes" $own.requests.memory | int64) (include "dayreel.mebibytes" $own.limits.memory | int64) -}}
{{- $broken = append $broken (printf "%s.resources.requests.memory=%v is more than its limit of %v" $where $own.requests.memory $own.limits.memory) -}}
{{- end -}}
{{- if gt (include "dayreel.millicores" $own.requests.cpu | int64) (include "dayreel.millicores" $own.limits.cpu | int64) -}}
{{- $broken = append $broken (printf "%s.resources.requests.cpu=%v is more than its limit of %v" $where $own.requests.cpu $own.limits.cpu) -}}
{{- end -}}
{{- end -}}
{{- if and $v.udp.enabled $v.udp.nodePort (eq $v.udp.serviceType "ClusterIP") -}}
{{- $broken = append $broken "udp.nodePort needs udp.serviceType NodePort or LoadBalancer" -}}
{{- end -}}
{{- if and $v.udp.enabled $v.udp.loadBalancerSourceRanges (ne $v.udp.serviceType "LoadBalancer") -}}
{{- $broken = append $broken "udp.loadBalancerSourceRanges needs udp.serviceType=LoadBalancer: nobody else looks at them" -}}
{{- end -}}
{{- if and (gt (int $v.streamer.replicas) 0) (eq (int $v.indexer.replicas) 0) -}}
{{- $broken = append $broken "streamer.replicas needs indexer.replicas of 1 or more: nobody could say what is recorded" -}}
{{- end -}}
{{- if and (gt (int $v.ingest.replicas) 0) (eq (int $v.writer.replicas) 0) (not $v.writer.autoscaling.enabled) -}}
{{- $broken = append $broken "ingest.replicas needs writer.replicas of 1 or more: Kafka would fill up" -}}
{{- end -}}
{{- if and $v.ingress.enabled $v.gateway.enabled -}}
{{- $broken = append $broken "ingress.enabled and gateway.enabled contradict each other: choose one way in" -}}
{{- end -}}
{{- if and (or $v.ingress.enabled $v.gateway.enabled) (not $v.ingress.host) -}}
{{- $broken = append $broken "ingress.host is empty: name the host that devices and viewers use" -}}
{{- end -}}
{{- if and $v.ingress.enabled $v.ingress.tls.enabled (not $v.ingress.tls.existingSecret) (not $v.ingress.annotations) -}}
{{- $broken = append $broken "ingress.tls.existingSecret is empty: name the certificate's Secret, or have one made by an annotation of ingress.annotations" -}}
{{- end -}}
{{- if and $v.gateway.enabled (not $v.gateway.name) -}}
{{- $broken = append $broken "gateway.name is empty: name the Gateway that the route belongs to" -}}
{{- end -}}
{{- if and $v.gateway.udp.enabled (not (and $v.gateway.enabled $v.udp.enabled)) -}}
{{- $broken = append $broken "gateway.udp.enabled needs gateway.enabled and udp.enabled" -}}
{{- end -}}
{{- $services := list "ingest" "writer" "indexer" "streamer" "sync" -}}
{{- $known := .Files.Lines "files/configuration-keys.txt" -}}
{{- range $component := $services -}}
{{- range $key, $_ := (index $v $component).config -}}
{{- if and (hasPrefix "dayreel.ingest.compaction." $key) (ne $key "dayreel.ingest.compaction.zone") -}}
{{- $broken = append $broken (printf "%s.config.%s: use ingest.compaction, which the autoscaler follows" $component $key) -}}
{{- end -}}
{{- if has $key (list "dayreel.ingest.upload.enabled" "dayreel.ingest.upload.max-part" "dayreel.ingest.upload.scratch-bytes" "dayreel.ingest.upload.scratch-directory") -}}
{{- $broken = append $broken (printf "%s.config.%s: use ingest.upload, which the volume follows" $component $key) -}}
{{- end -}}
{{- $owner := index (splitList "." $key) 1 -}}
{{- if and (hasPrefix "dayreel." $key) (not (has $key $known)) -}}
{{- $broken = append $broken (printf "%s.config.%s: there is no such key, docs/reference/configuration.md lists them" $component $key) -}}
{{- else if and (hasPrefix "dayreel." $key) (has $owner $services) (ne $owner $component) -}}
{{- $broken = append $broken (printf "%s.config.%s: only the service %s reads this key, put it into %s.config" $component $key $owner $owner) -}}
{{- end -}}
{{- if has $key (list "dayreel.kafka.bootstrap-servers" "dayreel.topics.partitions" "dayreel.topics.prefix" "dayreel.topics.create" "dayreel.instance.id" "dayreel.instance.address" "dayreel.object-store.location") -}}
{{- $broken = append $broken (printf "%s.config.%s: the chart sets this key for all services; use its own value" $component $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if $broken -}}
{{- fail (printf "\n\nDayreel cannot be installed like this:\n  * %s\n" (join "\n  * " $broken)) -}}
{{- end -}}
{{- end -}}
