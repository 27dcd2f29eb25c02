#!/usr/bin/env bash
# Two administrators and a real gateway: acts that take both of them, from the first
# start to a new set of rules, and then every row beside its record.
#   two_administrators.sh SOURCE_FOLDER BIN_FOLDER WORK_FOLDER
set -euo pipefail
source_folder=$1 bin=$2 work=$3
rm -rf "$work"
mkdir -p "$work/mechanisms"
cd "$work"
cp "$source_folder"/mechanisms/*.yaml mechanisms/
gateway=

fail() {
  echo "two_administrators: $*" >&2
  tail -n 20 gateway.log >&2 || true
  exit 1
}
stop() {
  [ -z "$gateway" ] && return
  kill "$gateway" 2>/dev/null || true
  wait "$gateway" 2>/dev/null || true
  gateway=
}
trap stop EXIT
start() {
  rm -f state/ports
  "$bin/enlace-gateway" --config gateway.yaml >>gateway.log 2>&1 &
  gateway=$!
  for _ in $(seq 600); do
    [ -s state/ports ] && break
    kill -0 "$gateway" 2>/dev/null || fail "the gateway did not start"
    sleep 0.1
  done
  export ENLACE_ADDRESS="127.0.0.1:$(sed -n 's/^mutual: //p' state/ports)"
}
as() { # as NAME WORDS...: enlacectl with that identity
  local who=$1
  shift
  "$bin/enlacectl" --language en --identity "$work/$who" "$@"
}
# Runs what must be refused, its output in `out`, and checks exit status and a word.
refused() { # refused STATUS WORD NAME WORDS...
  local status=0 expected=$1 word=$2
  shift 2
  as "$@" >out 2>&1 || status=$?
  [ "$status" -eq "$expected" ] || fail "'$*' ended with $status instead of $expected: $(cat out)"
  grep -q -- "$word" out || fail "'$*' did not say '$word': $(cat out)"
}
proposal_in() { sed -n 's/^proposal  *//p' out | head -n 1; }
# The command that the refused one says to repeat, without "enlacectl".
repeat_in() { grep -- '--request-id' out | grep '^  enlacectl' | sed 's/^  enlacectl --language en --identity [^ ]* //'; }

"$bin/enlacectl" ca init --folder ca --trust-domain two.enlace.test >/dev/null
cat >gateway.yaml <<YAML
trust_domain: two.enlace.test
state_folder: $work/state
mutual: {address: 127.0.0.1, port: 0}
enrollment: {address: 127.0.0.1, port: 0}
public_names: [127.0.0.1]
ca: {folder: $work/ca}
mechanisms_folder: $work/mechanisms
approval:
  two_persons: [register_agency, create_token, revoke, reinstate, lift_exclusion, change_mechanism]
YAML
start

# Whoever can read the state folder becomes the first administrator, and lets in the second alone.
as ana enroll --token-file state/first-administrator.token >/dev/null
refused 3 'takes two administrators' ana agency create --id mx-fgr --name FGR --kind prosecutor --country MX --unit main
as ana token create --administrator ben >ben.token
as ben enroll --token-file ben.token >/dev/null
refused 3 'takes two administrators' ana token create --administrator cora

# One proposes, the other approves, nobody approves his own.
refused 3 'nothing has been done yet' ana agency create --id mx-fgr --name FGR --kind prosecutor --country MX --unit main
proposal=$(proposal_in) repeat=$(repeat_in)
as ben admin proposal list | grep -q "$proposal" || fail "the proposal is not listed"
as ben admin proposal show "$proposal" | grep -q 'mx-fgr' || fail "the proposal does not show the act"
refused 3 'Nobody approves what he proposed' ana admin proposal approve "$proposal"
as ben admin proposal approve "$proposal" | grep -q 'as the act of first' || fail "the approval does not name the proposer"
eval "as ana $repeat" | grep -q 'agency.created' || fail "the repeated command got no answer"
refused 3 'approved by ben' ben admin proposal approve "$proposal"

# A token that only its proposer is shown, and that works.
refused 3 'nothing has been done yet' ana token create --agency mx-fgr --unit main
proposal=$(proposal_in) repeat=$(repeat_in)
as ben admin proposal approve "$proposal" >out
grep -q enlace1 out && fail "the approver was shown the token"
eval "as ana $repeat" >agency.token
as fgr enroll --token-file agency.token >/dev/null
as fgr agency list | grep -q mx-fgr || fail "the agency cannot call"

# Rejected: nothing is done, and the repeated command says so.
refused 3 'nothing has been done yet' ana agency suspend mx-fgr --reason audit
proposal=$(proposal_in) repeat=$(repeat_in)
as ben admin proposal reject "$proposal" --reason 'not now' >/dev/null
status=0
eval "as ana $repeat" >out 2>&1 || status=$?
[ $status -eq 3 ] && grep -q 'without --request-id' out || fail "a rejected proposal reads: $(cat out)"
as fgr agency list >/dev/null || fail "a rejected suspension took effect"

# Rules that changed wait for both of them, across starts.
echo '# amended' >>mechanisms/mexico.yaml
stop
start
grep -q mechanisms_wait gateway.log || fail "the gateway did not say that files wait"
refused 3 'nothing has been done yet' ana admin mechanism adopt --digest "$(as ana mechanism digest mechanisms)"
as ben admin proposal approve "$(proposal_in)" >/dev/null
stop
: >gateway.log
start
grep -q mechanisms_wait gateway.log && fail "adopted files still wait"

stop
"$bin/enlace-gateway" --config gateway.yaml fsck >fsck.log || fail "fsck: $(cat fsck.log)"
grep -q '^replay:' fsck.log
echo "Two administrators: every act took both of them."
