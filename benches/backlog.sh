#!/usr/bin/env bash
# How long gate 18.1 takes on a backlog of five million items, and how much memory it needs at its peak,
# against two Python loops with the same checks. Needs hyperfine, GNU time and Python 3.
#
#   benches/backlog.sh [ROWS]
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in hyperfine /usr/bin/time python3; do
  command -v "$tool" >/dev/null || { echo "$tool is missing; install hyperfine, GNU time and Python 3" >&2; exit 1; }
done

rows=${1:-5000000}
now=2026-11-24T09:00:00Z
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

cargo build --quiet --release --package maintenance --bin validate_gate_18_backlog
gate="${CARGO_TARGET_DIR:-target}/release/validate_gate_18_backlog"
file="$root/.artifacts/protocol-21/maintenance-backlog.csv"
mkdir -p "$(dirname "$file")"
python3 benches/backlog/generate.py "$rows" >"$file"
echo "$rows items, $(du --apparent-size -m "$file" | cut -f 1) MiB"

hyperfine --shell=none --warmup 1 --runs "${RUNS:-5}" --style none --export-markdown "$root/table" \
  --command-name "validate_gate_18_backlog" "$gate -C $root --now $now -q" \
  --command-name "Python, csv.reader" "python3 benches/backlog/peer_reader.py $file 2026-11-24" \
  --command-name "Python, csv.DictReader" "python3 benches/backlog/peer.py $file 2026-11-24" \
  >/dev/null
cat "$root/table"

echo
echo "| Command | Peak memory [MiB] |"
echo "|:---|---:|"
peak() {
  local kib name=$1
  shift
  kib=$(/usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1)
  printf '| %s | %s |\n' "$name" "$(awk -v kib="$kib" 'BEGIN { printf "%.1f", kib / 1024 }')"
}
peak "\`validate_gate_18_backlog\`" "$gate" -C "$root" --now "$now" -q
peak "Python, csv.reader" python3 benches/backlog/peer_reader.py "$file" 2026-11-24
peak "Python, csv.DictReader" python3 benches/backlog/peer.py "$file" 2026-11-24
