{{/* Addresses of the speech LMs, comma separated. Each vLLM pod has an address of its own, so that one that fails is known. */}}
{{- define "utter.lmUrls" -}}
{{- $name := include "utter.fullname" . -}}
{{- if .Values.speechLm.vllm.enabled -}}
{{- range $index := until (int .Values.speechLm.vllm.replicas) -}}
{{ if $index }},{{ end }}http://{{ $name }}-vllm-{{ $index }}.{{ $name }}-vllm:8000
{{- end -}}
{{- else -}}
{{ join "," .Values.speechLm.urls }}
{{- end -}}
{{- end }}

{{/* Refuses values that the schema cannot compare with each other. */}}
{{- define "utter.refuseConflicts" -}}
{{- with .Values -}}
{{- if and .speechLm.vllm.enabled .speechLm.urls -}}
{{ fail "speechLm: set either urls or vllm.enabled, not both" }}
{{- end -}}
{{- if and .speechLm.vllm.enabled (not .speechLm.vllm.model) -}}
{{ fail "speechLm.vllm.model: name the speech LM on the hub, such as owner/name" }}
{{- end -}}
{{- if and (eq .server.device "cuda") (not .speechLm.vllm.enabled) (not .speechLm.urls) (not .server.settings.DUMMY_TOKENS_FILE) -}}
{{ fail "server.device cuda decodes the tokens of a speech LM: set speechLm.urls or speechLm.vllm.enabled" }}
{{- end -}}
{{- if and .autoscaling.enabled (gt (int .autoscaling.minReplicas) (int .autoscaling.maxReplicas)) -}}
{{ fail (printf "autoscaling: minReplicas %v is more than maxReplicas %v" .autoscaling.minReplicas .autoscaling.maxReplicas) }}
{{- end -}}
{{- if and .ingress.enabled (not .ingress.host) -}}
{{ fail "ingress.host: name the host of the API" }}
{{- end -}}
{{- if and .gateway.enabled (not .gateway.parentRefs) -}}
{{ fail "gateway.parentRefs: name the Gateway of the route" }}
{{- end -}}
{{- end -}}
{{- end }}
