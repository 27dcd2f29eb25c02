#!/usr/bin/env bash
# Follows README's quickstart word by word: starts the demo as README says, takes
# each ```bash block of "First real use" and runs it in a fresh shell.
#   readme_quickstart.sh SOURCE_FOLDER BIN_FOLDER WORK_FOLDER
set -euo pipefail
source_folder=$1 bin=$2 work=$3
rm -rf "$work"
mkdir -p "$work/build"
ln -s "$source_folder/scripts" "$source_folder/protos" "$source_folder/third_party" "$source_folder/buf.yaml" \
    "$source_folder/node_modules" "$work/"
cd "$work"

"$bin/enlacectl" demo --folder build/demo >demo.log 2>&1 &
demo=$!
trap 'kill $demo 2>/dev/null || true; wait $demo 2>/dev/null || true' EXIT
for _ in $(seq 600); do
  grep -q 'Everything stays up' demo.log && break
  kill -0 $demo 2>/dev/null || { cat demo.log; exit 1; }
  sleep 0.2
done

awk '/^## First real use/ {on = 1} /^## More/ {on = 0} on && /^```bash/ {block = 1; next} /^```/ {block = 0} on && block' \
    "$source_folder/README.md" >quickstart.sh
grep -q 'referral send' quickstart.sh  # An empty block would prove nothing.
bash -euo pipefail quickstart.sh >quickstart.log 2>&1 || { cat quickstart.log; exit 1; }
for words in 'open-unanswered' 'The receipt is genuine' '"caseId"'; do
  grep -q -- "$words" quickstart.log || { echo "README's quickstart did not show: $words"; cat quickstart.log; exit 1; }
done
# The receipt convinces somebody who has no Enlace, and an altered one does not.
verify=("$source_folder/verify/enlace_verify.py" receipt)
keys=(--log-key build/demo/mi-unidad/log-keys.txt)
python3 "${verify[@]}" build/demo/receipt.json "${keys[@]}" >verify.log 2>&1 || { cat verify.log; exit 1; }
grep -q 'The receipt is genuine' verify.log
sed 's/\("referral_id": "\)./\1-/' build/demo/receipt.json >altered.json
status=0
python3 "${verify[@]}" altered.json "${keys[@]}" >verify.log 2>&1 || status=$?
[ $status -eq 8 ] || { echo "an altered receipt was not refused"; cat verify.log; exit 1; }
echo "README's quickstart works."
