{{- /* SPDX-License-Identifier: EUPL-1.2 */ -}}
{{- define "fachwerk.name" -}}
{{- if eq .Release.Name "fachwerk" }}fachwerk{{ else }}{{ printf "%s-fachwerk" .Release.Name | trunc 63 | trimSuffix "-" }}{{ end -}}
{{- end }}

{{- define "fachwerk.selector" -}}
app.kubernetes.io/name: fachwerk
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "fachwerk.labels" -}}
{{ include "fachwerk.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "fachwerk.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- /* fachwerk.yaml, with what follows from the other values. */ -}}
{{- define "fachwerk.config" -}}
{{- $listen := dict "address" (printf "[::]:%d" (int .Values.port)) -}}
{{- if .Values.tlsSecret -}}
{{- $_ := set $listen "tls" (dict "certificate" "/tls/tls.crt" "key" "/tls/tls.key") -}}
{{- end -}}
{{- $admin := dict "address" (printf "[::]:%d" (int .Values.adminPort)) -}}
{{- if .Values.adminTokenSecret -}}
{{- $_ := set $admin "token_file" "/admin/token" -}}
{{- else -}}
{{- fail "adminTokenSecret: name a Secret with a key `token`; the admin listener is reachable in the cluster" -}}
{{- end -}}
{{- $own := dict "listen" (list $listen) "admin" $admin "drain" (printf "%ds" (int .Values.drainSeconds)) -}}
{{ toYaml (merge $own (deepCopy .Values.config)) }}
{{- end }}

{{- /* The container, for a pod of this chart or of somebody else's. */ -}}
{{- define "fachwerk.sidecar" -}}
name: fachwerk
image: {{ include "fachwerk.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
ports:
  - { name: http, containerPort: {{ .Values.port }} }
  - { name: admin, containerPort: {{ .Values.adminPort }} }
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  readOnlyRootFilesystem: true
  allowPrivilegeEscalation: false
  capabilities: { drop: [ALL] }
  seccompProfile: { type: RuntimeDefault }
startupProbe:
  httpGet: { path: /readyz, port: admin }
  periodSeconds: 1
  failureThreshold: 60
readinessProbe:
  httpGet: { path: /readyz, port: admin }
  periodSeconds: 5
livenessProbe:
  httpGet: { path: /livez, port: admin }
  periodSeconds: 10
  failureThreshold: 6
{{- if .Values.preStopSeconds }}
lifecycle:
  preStop:
    sleep: { seconds: {{ .Values.preStopSeconds }} }
{{- end }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
volumeMounts:
  - { name: fachwerk-config, mountPath: /etc/fachwerk, readOnly: true }
  {{- if .Values.tlsSecret }}
  - { name: fachwerk-tls, mountPath: /tls, readOnly: true }
  {{- end }}
  - { name: fachwerk-admin, mountPath: /admin, readOnly: true }
  {{- range $name, $_ := .Values.contracts }}
  - { name: contract-{{ $name }}, mountPath: /contracts/{{ $name }}, readOnly: true }
  {{- end }}
{{- end }}

{{- /* The volumes that the container mounts. */ -}}
{{- define "fachwerk.volumes" -}}
- name: fachwerk-config
  configMap: { name: {{ include "fachwerk.name" . }} }
{{- if .Values.tlsSecret }}
- name: fachwerk-tls
  secret: { secretName: {{ .Values.tlsSecret }}, defaultMode: 0440 }
{{- end }}
- name: fachwerk-admin
  secret: { secretName: {{ .Values.adminTokenSecret }}, defaultMode: 0440 }
{{- range $name, $from := .Values.contracts }}
- name: contract-{{ $name }}
  {{- if $from.configMap }}
  configMap: { name: {{ $from.configMap }} }
  {{- else }}
  persistentVolumeClaim: { claimName: {{ $from.claim }}, readOnly: true }
  {{- end }}
{{- end }}
{{- end }}
