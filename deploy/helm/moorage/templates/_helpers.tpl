{{- define "moorage.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "moorage.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "moorage.name" .) .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "moorage.name" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "moorage.namespace" -}}
{{- default .Release.Namespace .Values.namespace -}}
{{- end -}}

{{- define "moorage.selector" -}}
app.kubernetes.io/name: {{ include "moorage.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "moorage.labels" -}}
{{ include "moorage.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "moorage.metadata" -}}
name: {{ include "moorage.fullname" . }}
namespace: {{ include "moorage.namespace" . }}
labels:
  {{- include "moorage.labels" . | nindent 2 }}
{{- end -}}

{{/* The secret that signs, and the password file. */}}
{{- define "moorage.secret" -}}
{{- default (printf "%s-secret" (include "moorage.fullname" .)) .Values.secrets.existingSecret -}}
{{- end -}}

{{- define "moorage.ownSecret" -}}
{{- printf "%s-secret" (include "moorage.fullname" .) -}}
{{- end -}}

{{- define "moorage.serviceAccount" -}}
{{- default (ternary (include "moorage.fullname" .) "" .Values.serviceAccount.create) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "moorage.debugPort" -}}
{{- $debug := dig "http" "debug" "addr" "" .Values.configData -}}
{{- required "configData.http.debug.addr: the probes need it, for example \":5001\"" $debug | splitList ":" | last -}}
{{- end -}}

{{/* What one pod alone may do, said before Kubernetes starts a second one. */}}
{{- define "moorage.check" -}}
{{- $several := or (gt (int .Values.replicaCount) 1) .Values.autoscaling.enabled -}}
{{- if not (has .Values.storage (list "filesystem" "s3" "azure")) -}}
{{- fail (printf "storage: %q is not one of filesystem, s3 and azure" .Values.storage) -}}
{{- end -}}
{{- if and $several (eq .Values.storage "filesystem") -}}
{{- fail "replicaCount: replicas share a filesystem on one machine only. Use storage: s3 or azure, or one replica" -}}
{{- end -}}
{{- if and $several (not .Values.secrets.haSharedSecret) (not .Values.secrets.existingSecret) -}}
{{- fail "secrets.haSharedSecret: several replicas need one secret of 32 bytes or more. Make it with: openssl rand -hex 32" -}}
{{- end -}}
{{- end -}}
