{{- define "utter.serverEnv" -}}
envFrom:
  - configMapRef: { name: {{ include "utter.fullname" . }} }
  {{- with .Values.server.secretName }}
  - secretRef: { name: {{ . }} }
  {{- end }}
{{- end }}

{{/* The resources of the server, with its GPUs. */}}
{{- define "utter.serverResources" -}}
{{- $resources := deepCopy .Values.server.resources -}}
{{- if eq .Values.server.device "cuda" -}}
{{- $gpus := dict "limits" (dict .Values.server.gpuResource .Values.server.gpus) -}}
{{- $resources = mergeOverwrite $resources $gpus -}}
{{- end -}}
{{ toYaml $resources }}
{{- end }}

{{/* The resources of one vLLM replica: a GPU for each part of each copy of the model. */}}
{{- define "utter.vllmResources" -}}
{{- $gpus := mul .dataParallelSize .tensorParallelSize -}}
{{ toYaml (mergeOverwrite (deepCopy .resources) (dict "limits" (dict .gpuResource $gpus))) }}
{{- end }}

{{- define "utter.stressEnv" -}}
{{- with .secretName }}
env:
  - name: STRESS_API_KEY
    valueFrom: { secretKeyRef: { name: {{ . }}, key: STRESS_API_KEY } }
{{- end }}
{{- end }}
