#!/usr/bin/env bash
# How long one gate and the runner take on the example, against a process that does nothing, and how
# much memory they need at their peak. Needs hyperfine and GNU time.
#
#   benches/start-up.sh          prints the tables that docs/benchmarks.md holds
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in hyperfine /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "$tool is missing; install hyperfine and GNU time" >&2; exit 1; }
done

cargo build --quiet --release --bins
cargo build --quiet --release --package xtask --example empty

root=protocols/11-deployment/example
now=2026-11-20T09:00:00Z
bin=target/release
table=$(mktemp)
trap 'rm -f "$table"' EXIT

hyperfine --shell=none --warmup 50 --runs 500 --style none \
  --export-markdown "$table" \
  --command-name "an empty process" "$bin/examples/empty" \
  --command-name "validate_gate_11_readiness" "$bin/validate_gate_11_readiness -C $root --now $now" \
  --command-name "validate_gate_11_freeze" "$bin/validate_gate_11_freeze -C $root --now $now" \
  --command-name "validate_gate_11_launch" "$bin/validate_gate_11_launch -C $root --now $now" \
  --command-name "validate_gate_11_reporting" "$bin/validate_gate_11_reporting -C $root --now $now" \
  --command-name "validate_prerequisites_11" "$bin/validate_prerequisites_11 -C $root --now $now" \
  --command-name "run_protocol_11_gates" "$bin/run_protocol_11_gates -C $root --now $now --no-write" \
  >/dev/null
cat "$table"

echo
echo "| Command | Peak memory [MiB] |"
echo "|:---|---:|"
peak() {
  local kib
  kib=$(/usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1)
  printf '| `%s` | %s |\n' "$(basename "$1")" "$(awk -v kib="$kib" 'BEGIN { printf "%.1f", kib / 1024 }')"
}
peak "$bin/examples/empty"
peak "$bin/validate_gate_11_readiness" -C "$root" --now "$now"
peak "$bin/validate_gate_11_launch" -C "$root" --now "$now"
peak "$bin/run_protocol_11_gates" -C "$root" --now "$now" --no-write
