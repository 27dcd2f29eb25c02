#!/usr/bin/env bash
# An agency that was shut out: its certificate is refused, its queue grows, a fresh
# token is spent in its adapter's folder, and the adapter, which never stopped, delivers
# what waited.
#   fresh_token.sh SOURCE_FOLDER BIN_FOLDER WORK_FOLDER
set -euo pipefail
source_folder=$1 bin=$2 work=$3
rm -rf "$work"
mkdir -p "$work/files"
cd "$work"
gateway='' adapter=''

fail() {
  echo "fresh_token: $*" >&2
  tail -n 20 gateway.log adapter.log >&2 || true
  exit 1
}
stop() {
  for process in $adapter $gateway; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
}
trap stop EXIT
as() { # as NAME WORDS...: enlacectl with that identity
  local who=$1
  shift
  "$bin/enlacectl" --language en --identity "$work/$who" "$@"
}
field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | head -n 1; }
# Waits up to a minute for the command to succeed.
await() { # await WHAT COMMAND...
  local what=$1
  shift
  for _ in $(seq 600); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  fail "waited a minute for $what"
}

"$bin/enlacectl" ca init --folder ca --trust-domain fresh.enlace.test >/dev/null
cat >gateway.yaml <<YAML
trust_domain: fresh.enlace.test
state_folder: $work/state
mutual: {address: 127.0.0.1, port: 0}
enrollment: {address: 127.0.0.1, port: 0}
public_names: [127.0.0.1]
ca: {folder: $work/ca}
mechanisms_folder: $source_folder/mechanisms
YAML
"$bin/enlace-gateway" --config gateway.yaml >gateway.log 2>&1 &
gateway=$!
await "the gateway" test -s state/ports
ENLACE_ADDRESS="127.0.0.1:$(sed -n 's/^mutual: //p' state/ports)"
export ENLACE_ADDRESS
as admin enroll --token-file state/first-administrator.token >/dev/null

enrol() { # enrol ID KIND IDENTITY WORDS...
  local id=$1 kind=$2 identity=$3
  shift 3
  as admin agency create --id "$id" --name "$id" --kind "$kind" --country MX --unit main --tag es "$@" >/dev/null
  as admin -o json token create --agency "$id" --unit main | field token >"$id.token"
  as "$identity" enroll --token-file "$id.token" >/dev/null
}
enrol uep-chihuahua state-protection-unit unit --territory MX-CHH
enrol mecanismo-federal protection-unit adapter/identity
cat >adapter.yaml <<YAML
agency_id: mecanismo-federal
language: es
state_folder: $work/adapter
gateway: $ENLACE_ADDRESS
mechanism_id: mx-federal
retry_initial: 100ms
retry_max: 1s
folder:
  root: $work/files
  quiet_time: 100ms
  poll_interval: 100ms
  mapping:
    time_zone: America/Chihuahua
YAML
"$bin/enlace-adapter" --config adapter.yaml >adapter.log 2>&1 &
adapter=$!
send() {
  as unit --officer of-1 -o json referral send --mechanism mx-federal --procedure ordinary --subject individual \
    --population journalist --perpetrator unidentified --incident threat --country MX --subdivision MX-CHH \
    --basis informed-consent --given now --event-time now --narrative text | field referral_id
}
arrived() { grep -rqs -- "$1" files; }

first=$(send)
await "the first referral" arrived "$first"

serial=$(as admin -o json cert list --uri spiffe://fresh.enlace.test/agency/mecanismo-federal/main |
  tr -d ' \n' | grep -o '{[^{}]*TLS_CLIENT[^{}]*}' | field serial)
[ -n "$serial" ] || fail "the certificate is not listed"
as admin cert revoke "$serial" --reason superseded >/dev/null
await "the adapter to be refused" grep -q UNAUTHENTICATED adapter.log
second=$(send)
third=$(send)
sleep 1
if arrived "$second" || arrived "$third"; then fail "a revoked adapter got a referral"; fi

as admin -o json token create --agency mecanismo-federal --unit main | field token >fresh.token
as adapter/identity enroll --token-file fresh.token >/dev/null
await "the second referral" arrived "$second"
await "the third referral" arrived "$third"
kill -0 "$adapter" || fail "the adapter did not live through it"
grep -q adapter.identity_taken_over adapter.log || fail "the adapter does not say that it took the identity over"
echo "fresh_token: passed"
