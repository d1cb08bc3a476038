{{- define "utter.name" -}}
{{ default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/*
Name of the objects: a DNS label that begins with a letter, as Services need. Of at most 40 characters, so that the longest
suffix, -stress-REVISION-merge, fits into the 63 of a Job, and -vllm into the 52 of a StatefulSet.
*/}}
{{- define "utter.fullname" -}}
{{- $name := include "utter.name" . -}}
{{- $full := printf "%s-%s" .Release.Name $name -}}
{{- if .Values.fullnameOverride -}}
{{- $full = .Values.fullnameOverride -}}
{{- else if contains $name .Release.Name -}}
{{- $full = .Release.Name -}}
{{- end -}}
{{- $label := $full | replace "." "-" -}}
{{ regexMatch "^[a-z]" $label | ternary $label (printf "utter-%s" $label) | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* Labels that select pods: of (dict "root" . "component" "server"). They never change during an upgrade. */}}
{{- define "utter.selector" -}}
app.kubernetes.io/name: {{ include "utter.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "utter.labels" -}}
{{ include "utter.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "utter.image" -}}
{{- $own := ternary "gpu" "cpu" (eq .Values.server.device "cuda") -}}
{{ .Values.image.repository }}:{{ default $own .Values.image.tag }}
{{- end }}

{{- define "utter.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "utter.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}
