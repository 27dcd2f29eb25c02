{{/* Names of objects: at most 63 characters, as DNS takes them. */}}
{{- define "enlace.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "enlace.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 48 | trimSuffix "-" }}
{{- else if contains (include "enlace.name" .) .Release.Name }}
{{- .Release.Name | trunc 48 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "enlace.name" .) | trunc 48 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "enlace.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "enlace.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "enlace.selectorLabels" -}}
app.kubernetes.io/name: {{ include "enlace.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: gateway
{{- end }}

{{- define "enlace.commonLabels" -}}
app.kubernetes.io/name: {{ include "enlace.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: enlace
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "enlace.labels" -}}
{{ include "enlace.commonLabels" . }}
app.kubernetes.io/component: gateway
{{- end }}

{{- define "enlace.image" -}}
{{- $repository := required "image.repository is required: build the image with deploy/Containerfile, push it, and name it here" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}
{{- end }}

{{/* Names within the cluster, for administrators, metrics and helm test. */}}
{{- define "enlace.clusterNames" -}}
{{- range $suffix := list "" "-administration" -}}
{{ include "enlace.fullname" $ }}{{ $suffix }}.{{ $.Release.Namespace }}.svc
{{ end -}}
{{- end }}

{{/*
gateway.yaml. Written as JSON, which is YAML: toYaml would write a number of seven
digits as 1.048576e+06, which is no whole number to the gateway.
*/}}
{{- define "enlace.gatewayConfig" -}}
{{- $config := deepCopy .Values.config -}}
{{- $own := dict
      "trust_domain" "trustDomain"
      "public_names" "publicNames"
      "state_folder" "persistence"
      "mechanisms_folder" "mechanisms.configMapName"
      "mutual" "ports.mutual and listenAddress"
      "enrollment" "ports.enrollment and listenAddress"
      "administration" "ports.administration and listenAddress"
      "probe" "ports.probe" -}}
{{- range $setting, $value := $own -}}
{{- if hasKey $config $setting -}}
{{- fail (printf "config.%s is set by the chart itself; use the value %s" $setting $value) -}}
{{- end -}}
{{- end -}}
{{- $ca := deepCopy (default dict $config.ca) -}}
{{- range $setting, $value := dict "folder" "authority.secretName" "passphrase_file" "authority.passphrase" -}}
{{- if hasKey $ca $setting -}}
{{- fail (printf "config.ca.%s is set by the chart itself; use the value %s" $setting $value) -}}
{{- end -}}
{{- end -}}
{{- $_ := set $ca "folder" "/etc/enlace/ca" -}}
{{- if .Values.authority.passphrase.secretName -}}
{{- $_ := set $ca "passphrase_file" "/etc/enlace/passphrase/passphrase" -}}
{{- end -}}
{{- $_ := set $config "ca" $ca -}}
{{- $_ := set $config "trust_domain" (required "trustDomain is required, for example enlace.example.gob" .Values.trustDomain) -}}
{{- if not .Values.publicNames -}}
{{- fail "publicNames is required: the names by which agencies reach the gateway, the one for enrolment tokens first" -}}
{{- end -}}
{{- $within := splitList "\n" (include "enlace.clusterNames" . | trim) -}}
{{- $_ := set $config "public_names" (concat .Values.publicNames $within | uniq) -}}
{{- $_ := set $config "state_folder" "/var/lib/enlace/state" -}}
{{- $_ := set $config "mechanisms_folder" (ternary "/etc/enlace/mechanisms" "/usr/share/enlace/mechanisms" (ne .Values.mechanisms.configMapName "")) -}}
{{- range $port := list "mutual" "enrollment" "administration" -}}
{{- $_ := set $config $port (dict "address" $.Values.listenAddress "port" (index $.Values.ports $port)) -}}
{{- end -}}
{{- /* Its address is the pod's own, by the environment. */ -}}
{{- $_ := set $config "probe" (dict "port" .Values.ports.probe) -}}
{{- mustToPrettyJson $config -}}
{{- end }}
