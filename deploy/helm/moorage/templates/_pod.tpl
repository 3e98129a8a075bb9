{{- define "moorage.secretVariable" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef: {name: {{ .secret }}, key: {{ .key }}}
{{- end -}}

{{- define "moorage.environment" -}}
{{ include "moorage.secretVariable" (dict "name" "REGISTRY_HTTP_SECRET" "secret" (include "moorage.secret" .) "key" "haSharedSecret") }}
- {name: REGISTRY_HTTP_SHUTDOWNDELAY, value: {{ .Values.shutdownDelay | quote }}}
- {name: REGISTRY_HTTP_DRAINTIMEOUT, value: {{ .Values.drainTimeout | quote }}}
{{- if or .Values.secrets.htpasswd .Values.secrets.existingSecretHasHtpasswd }}
- {name: REGISTRY_AUTH, value: htpasswd}
- {name: REGISTRY_AUTH_HTPASSWD_REALM, value: Registry Realm}
- {name: REGISTRY_AUTH_HTPASSWD_PATH, value: /auth/htpasswd}
{{- end }}
{{- if .Values.tlsSecretName }}
- {name: REGISTRY_HTTP_TLS_CERTIFICATE, value: /etc/ssl/docker/tls.crt}
- {name: REGISTRY_HTTP_TLS_KEY, value: /etc/ssl/docker/tls.key}
{{- end }}
{{- if eq .Values.storage "filesystem" }}
- {name: REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY, value: /var/lib/registry}
{{- else if eq .Values.storage "azure" }}
{{- $secret := default (include "moorage.ownSecret" .) .Values.secrets.azure.secretRef }}
{{ include "moorage.secretVariable" (dict "name" "REGISTRY_STORAGE_AZURE_ACCOUNTNAME" "secret" $secret "key" "azureAccountName") }}
{{ include "moorage.secretVariable" (dict "name" "REGISTRY_STORAGE_AZURE_ACCOUNTKEY" "secret" $secret "key" "azureAccountKey") }}
{{ include "moorage.secretVariable" (dict "name" "REGISTRY_STORAGE_AZURE_CONTAINER" "secret" $secret "key" "azureContainer") }}
{{- else }}
- {name: REGISTRY_STORAGE_S3_REGION, value: {{ required "s3.region is missing" .Values.s3.region | quote }}}
- {name: REGISTRY_STORAGE_S3_BUCKET, value: {{ required "s3.bucket is missing" .Values.s3.bucket | quote }}}
{{- if or .Values.secrets.s3.secretRef (and .Values.secrets.s3.accessKey .Values.secrets.s3.secretKey) }}
{{- $secret := default (include "moorage.ownSecret" .) .Values.secrets.s3.secretRef }}
{{ include "moorage.secretVariable" (dict "name" "REGISTRY_STORAGE_S3_ACCESSKEY" "secret" $secret "key" "s3AccessKey") }}
{{ include "moorage.secretVariable" (dict "name" "REGISTRY_STORAGE_S3_SECRETKEY" "secret" $secret "key" "s3SecretKey") }}
{{- end }}
{{- range $key := list "regionEndpoint" "rootdirectory" "encrypt" "secure" "forcepathstyle" "skipverify" }}
{{- if hasKey $.Values.s3 $key }}
- {name: REGISTRY_STORAGE_S3_{{ upper $key }}, value: {{ get $.Values.s3 $key | toString | quote }}}
{{- end }}
{{- end }}
{{- end }}
{{- if .Values.proxy.enabled }}
- {name: REGISTRY_PROXY_REMOTEURL, value: {{ required "proxy.remoteurl is missing" .Values.proxy.remoteurl | quote }}}
{{- if or .Values.proxy.secretRef .Values.proxy.username }}
{{- $secret := default (include "moorage.ownSecret" .) .Values.proxy.secretRef }}
{{ include "moorage.secretVariable" (dict "name" "REGISTRY_PROXY_USERNAME" "secret" $secret "key" "proxyUsername") }}
{{ include "moorage.secretVariable" (dict "name" "REGISTRY_PROXY_PASSWORD" "secret" $secret "key" "proxyPassword") }}
{{- end }}
{{- end }}
{{- if .Values.persistence.deleteEnabled }}
- {name: REGISTRY_STORAGE_DELETE_ENABLED, value: "true"}
{{- end }}
{{- if .Values.garbageCollect.enabled }}
- {name: REGISTRY_STORAGE_GC_ENABLED, value: "true"}
- {name: REGISTRY_STORAGE_GC_INTERVAL, value: {{ .Values.garbageCollect.interval | quote }}}
{{- with .Values.garbageCollect.window }}
- {name: REGISTRY_STORAGE_GC_WINDOW, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- if .Values.metrics.enabled }}
- {name: REGISTRY_HTTP_DEBUG_PROMETHEUS_ENABLED, value: "true"}
{{- end }}
{{- with .Values.javaOptions }}
- {name: JDK_JAVA_OPTIONS, value: {{ . | quote }}}
{{- end }}
{{- with .Values.extraEnvVars }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "moorage.mounts" -}}
- {name: config, mountPath: {{ .Values.configPath }}, readOnly: true}
- {name: tmp, mountPath: /tmp}
{{- if or .Values.secrets.htpasswd .Values.secrets.existingSecretHasHtpasswd }}
- {name: auth, mountPath: /auth, readOnly: true}
{{- end }}
{{- if eq .Values.storage "filesystem" }}
- {name: data, mountPath: /var/lib/registry}
{{- end }}
{{- if .Values.tlsSecretName }}
- {name: tls, mountPath: /etc/ssl/docker, readOnly: true}
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "moorage.volumes" -}}
- name: config
  configMap: {name: {{ include "moorage.fullname" . }}-config}
- name: tmp
  emptyDir: {}
{{- if or .Values.secrets.htpasswd .Values.secrets.existingSecretHasHtpasswd }}
- name: auth
  secret:
    secretName: {{ include "moorage.secret" . }}
    items: [{key: htpasswd, path: htpasswd}]
{{- end }}
{{- if eq .Values.storage "filesystem" }}
- name: data
  {{- if .Values.persistence.enabled }}
  persistentVolumeClaim: {claimName: {{ default (include "moorage.fullname" .) .Values.persistence.existingClaim }}}
  {{- else }}
  emptyDir: {}
  {{- end }}
{{- end }}
{{- if .Values.tlsSecretName }}
- name: tls
  secret: {secretName: {{ .Values.tlsSecretName }}}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
