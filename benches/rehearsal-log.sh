#!/usr/bin/env bash
# How long gate 10.2 takes over a log of 1 GiB, against ripgrep with one expression for the same
# errors, and how much memory. The gate also hashes the log, reads the other evidence and reports.
#
# Two logs are generated (fixed seed, 10 million lines each): one that passes and holds 40,000 lines
# that merely talk of errors, and one with 40,000 errors. They lie in a temporary folder and are
# removed. Needs hyperfine, ripgrep, GNU time and Python 3.
#
#   benches/rehearsal-log.sh          prints the tables that docs/benchmarks.md holds
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in hyperfine rg python3 /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 1; }
done

cargo build --quiet --release --package pre-deployment --bin validate_gate_10_rehearsal
gate=$(realpath "${CARGO_TARGET_DIR:-target}/release/validate_gate_10_rehearsal")

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

generate() { # FILE quiet|loud
  python3 - "$1" "$2" <<'PY'
import random, sys
random.seed(20261117)
common = [
    "INFO  shop.deploy.step - copied artefact web-2.4.0.tar.gz to node {n} in {m} ms, checksum ok, cache warm",
    "DEBUG shop.http.client - GET https://staging.example.com/api/orders/{n}?page={m} 200 in {m} ms bytes={n}",
    "INFO  shop.migrate - applied change set {n} to schema public, {m} rows touched, lock held for {m} ms",
    "WARN  shop.pool - pool at {m} of 400 connections, waiting {n} us for a free one, oldest is node {n}",
    "INFO  shop.queue - consumed batch {n} of topic orders, lag {m}, offset {n}, partition {m}, committed",
]
rare = {
    "loud": [
        "ERROR shop.pool - connection {n} lost after {m} ms",
        "FATAL shop.deploy.step - node {n} is gone",
        "INFO  shop.shell - script exited with status {m}",
        "level=error msg=\"push failed\" node={n}",
    ],
    "quiet": [
        "INFO  shop.pool - ErrorHandler started for connection {n}",
        "INFO  shop.deploy.step - {m} nodes, errors: 0, last ERROR none",
        "INFO  shop.shell - script exited with status 0",
        "level=info msg=\"error_rate=0\" node={n}",
    ],
}[sys.argv[2]]
with open(sys.argv[1], "w", buffering=1 << 20) as out:
    for at in range(10_000_000):
        form = random.choice(rare if at % 250 == 0 else common)
        text = form.format(n=random.randrange(1_000_000), m=random.randrange(1, 255))
        out.write(f"2026-11-17T09:{at // 60 % 60:02}:{at % 60:02}.{at % 1000:03}Z {text}\n")
    out.write("2026-11-17T10:00:00.000Z INFO  shop.deploy - deployment completed\n")
PY
}

words='(?:\b(?:ERROR|FATAL|CRITICAL|SEVERE|PANIC|EMERG)\b|level=(?:error|fatal)|"level":"(?:error|fatal)"|Traceback \(most recent|panicked at|command not found|exited with status [1-9]|exit code [1-9]|\brc=[1-9])'
now=2026-11-18T16:00:00Z

for kind in quiet loud; do
  root=$folder/$kind
  cp -r protocols/10-pre-deployment/example "$root"
  log=$root/.artifacts/pre-deployment/staging-deployment-run.log
  generate "$log" "$kind"
  run="$gate --root $root --now $now --quiet --output $folder/$kind.json"
  $run >/dev/null || true
  echo "A log of $(stat -c %s "$log") bytes; errors: $(grep -c '"code": "log-error"' "$folder/$kind.json" || true)"
  run="$gate --root $root --now $now --quiet"
  hyperfine --shell=none --warmup 2 --runs 10 --ignore-failure --style none --export-json "$folder/times.json" \
    --command-name "validate_gate_10_rehearsal" "$run" \
    --command-name "rg -c" "rg -c --no-config --no-unicode '$words' $log" >/dev/null
  python3 - "$folder/times.json" "$log" <<'PY'
import json, os, sys
size = os.path.getsize(sys.argv[2])
print("| Command | Minimum [ms] | Median [ms] | GB/s at the minimum |\n|:---|---:|---:|---:|")
for run in json.load(open(sys.argv[1]))["results"]:
    low, mid = run["min"], run["median"]
    print(f"| `{run['command']}` | {low * 1000:.0f} | {mid * 1000:.0f} | {size / low / 1e9:.2f} |")
PY
  /usr/bin/time -f "peak memory: %M KiB" $run 2>&1 >/dev/null | tail -1
  echo
  rm -f "$log"
done
