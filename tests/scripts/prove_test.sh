#!/usr/bin/env bash
# scripts/prove in a small repository of its own, with parts that only say what
# they counted: which rows it writes, and what it refuses.
#
#   prove_test.sh <repository> <scratch folder>
set -euo pipefail
repository=$1 scratch=$2

rm -rf "$scratch"
mkdir -p "$scratch"/{scripts,docs,tests}
cp "$repository/scripts/prove" "$scratch/scripts/"
cp "$repository/docs/reliability.md" "$scratch/docs/"
cd "$scratch"
export ENLACE_BUILD=unused GIT_CONFIG_GLOBAL=/dev/null
git init --quiet
git add scripts docs
git -c user.name=test -c user.email=test@example.org commit --quiet --message "A tree"

fail() {
  echo "prove_test: $*" >&2
  exit 1
}
# A part that ends with the line and the status.
part_says() {
  mkdir -p "tests/$1"
  printf '#!/bin/sh\necho "arguments: $*"\necho "%s"\nexit %s\n' "$2" "$3" >"tests/$1/prove"
  chmod +x "tests/$1/prove"
}
row_of() {
  grep "^| $1 |" docs/reliability.md || true
}

# A run writes its row, and a second run replaces it.
part_says fault "proved part=fault count=1000 unit=kills seed=7 findings=0 seconds=12" 0
said=$(scripts/prove fault)
grep -q "arguments: --count 1000" <<<"$said" || fail "fault does not get the size of a release"
row_of fault | grep -q "| 1000 | kills | 7 | 0 | $(date -u +%Y)-.* | $(git rev-parse --short=12 HEAD)+ | 12 | $(nproc) cores, " ||
  fail "the row is: $(row_of fault)"
part_says fault "proved part=fault count=1001 unit=kills seed=8 findings=0 seconds=13" 0
scripts/prove fault >/dev/null
[ "$(row_of fault | wc -l)" = 1 ] || fail "the row is there twice"
row_of fault | grep -q "| 1001 | kills | 8 |" || fail "the row was not replaced: $(row_of fault)"

# Findings are written down, fail the run, and leave other rows alone.
before=$(row_of fault)
part_says fuzz "proved part=fuzz count=5 unit=executions seed=0 findings=2 seconds=1" 1
if scripts/prove fuzz >/dev/null 2>&1; then fail "two findings passed"; fi
row_of fuzz | grep -q "| 5 | executions | 0 | 2 |" || fail "findings are not written: $(row_of fuzz)"
[ "$(row_of fault)" = "$before" ] || fail "the row of another part changed"

# Nothing is written of a line that is malformed, another part's, or belied by
# the status.
before=$(cat docs/reliability.md)
while IFS='|' read -r status line; do
  part_says fuzz "$line" "$status"
  if scripts/prove fuzz >/dev/null 2>&1; then fail "passed: $line"; fi
  [ "$(cat docs/reliability.md)" = "$before" ] || fail "written: $line"
done <<'LINES'
0|proved part=fuzz count=many unit=executions seed=0 findings=0 seconds=1
0|proved part=fuzz count=5 unit=executions seed=0 seconds=1
0|proved part=fuzz count=5 unit=executions seed=0 findings=0 seconds=1 |
0|proved part=fault count=5 unit=kills seed=0 findings=0 seconds=1
0|proved part=fuzz count=5 unit=executions seed=0 findings=1 seconds=1
1|proved part=fuzz count=5 unit=executions seed=0 findings=0 seconds=1
0|
LINES

# Parts are found by their folder, whose name may have a digit as http2 has.
part_says novel2 "proved part=novel2 count=1 unit=steps seed=0 findings=0 seconds=1" 0
[ "$(scripts/prove --list | xargs)" = "fault --count 1000 fuzz --seconds 60 novel2" ] || fail "--list: $(scripts/prove --list)"
if scripts/prove nothing >/dev/null 2>&1; then fail "an unknown part passed"; fi
echo "prove_test: passed"
