#!/usr/bin/env bash
# What the ledger costs: hashing an evidence folder against openssl, a folder of 100,000 small files,
# packing against zip, and verifying a history of a million lines. Files are random (fixed seed) or
# generated. Needs hyperfine, GNU time, Python 3, openssl, zip and taskset.
#
#   benches/ledger.sh          prints the tables that docs/benchmarks.md holds
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in hyperfine python3 openssl zip taskset /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 1; }
done

cargo build --quiet --release --package deployment --bin aggregate_evidence_11
cargo build --quiet --release --package xtask --bin ray-gates --bin run_protocol_11_gates
binaries=$(realpath "${CARGO_TARGET_DIR:-target}/release")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
now=2026-11-20T09:00:00Z

example() { # ROOT
  rm -rf "$1"
  cp -r protocols/11-deployment/example "$1"
}

mebibytes() { # COMMAND...
  /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -1 | awk '{printf "%.1f", $1 / 1024}'
}

echo "Hashing 1 GiB in 16 files, and 12 small ones:"
echo
root=$folder/large
example "$root"
python3 - "$root/.artifacts/deployment" <<'PY'
import random, sys
random.seed(20261120)
for number in range(16):
    with open(f"{sys.argv[1]}/metrics-{number:02}.bin", "wb") as out:
        for _ in range(64):
            out.write(random.randbytes(1 << 20))
PY
aggregate=("$binaries/aggregate_evidence_11" --root "$root" --now "$now" --quiet)
hash="sh -c 'openssl dgst -sha256 $root/.artifacts/deployment/*'"
"${aggregate[@]}" >/dev/null
hyperfine --warmup 1 --runs 5 --style none --export-markdown "$folder/t.md" \
  --command-name "aggregate_evidence_11, one core" "taskset -c 0 ${aggregate[*]}" \
  --command-name "openssl dgst -sha256, one core" "taskset -c 0 $hash" \
  --command-name "aggregate_evidence_11, two cores" "${aggregate[*]}" >/dev/null
cat "$folder/t.md"
echo
echo "Peak memory: $(mebibytes "${aggregate[@]}") MiB."

echo
echo "Packing the same 1 GiB:"
echo
hyperfine --warmup 0 --runs 3 --style none --export-markdown "$folder/t.md" \
  --command-name "aggregate_evidence_11 --package" "${aggregate[*]} --package" \
  --command-name "zip -r" --prepare "rm -f $folder/z.zip" "zip -qr $folder/z.zip $root/.artifacts/deployment -x '*.zip'" >/dev/null
cat "$folder/t.md"
echo
echo "Peak memory: $(mebibytes "${aggregate[@]}" --package) MiB; \`ray-gates verify\`: $(mebibytes "$binaries/ray-gates" verify "$root/.artifacts/deployment") MiB."
rm -rf "$root" "$folder/z.zip"

echo
echo "100,000 small files:"
echo
root=$folder/small
example "$root"
python3 - "$root/.artifacts/deployment" <<'PY'
import os, sys
for number in range(100_000):
    folder = f"{sys.argv[1]}/traces/{number % 100:02}"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/{number:06}.json", "w") as out:
        out.write('{"trace": %d}\n' % number)
PY
aggregate=("$binaries/aggregate_evidence_11" --root "$root" --now "$now" --quiet)
"${aggregate[@]}" >/dev/null
hyperfine --warmup 1 --runs 5 --style none --export-markdown "$folder/t.md" \
  --command-name "aggregate_evidence_11" "${aggregate[*]}" \
  --command-name "find and openssl dgst -sha256" "sh -c 'find $root/.artifacts/deployment -type f | xargs openssl dgst -sha256'" >/dev/null
cat "$folder/t.md"
echo
echo "Peak memory: $(mebibytes "${aggregate[@]}") MiB."
rm -rf "$root"

echo
echo "A history of a million lines:"
echo
root=$folder/history
example "$root"
"$binaries/run_protocol_11_gates" --root "$root" --now "$now" --quiet >/dev/null
python3 - "$root/.artifacts/deployment/gate-history.jsonl" <<'PY'
# Lines like those that the runner wrote, each following from the one before.
import hashlib, json, sys
path = sys.argv[1]
records = [line.split('","', 1)[1].rsplit(',"check":', 1)[0] for line in open(path)]
previous = "0" * 64
with open(path, "w") as out:
    for number in range(1_000_000):
        start = '{"previous":"%s","%s' % (previous, records[number % len(records)])
        line = start + ',"check":"%s"}' % hashlib.sha256(start.encode()).hexdigest()
        previous = hashlib.sha256(line.encode()).hexdigest()
        out.write(line + "\n")
PY
ls -l "$root/.artifacts/deployment/gate-history.jsonl" | awk '{printf "%.2f GiB\n\n", $5 / 2^30}'
history=$root/.artifacts/deployment/gate-history.jsonl
hyperfine --warmup 1 --runs 5 --style none --export-markdown "$folder/t.md" \
  --command-name "ray-gates verify" "$binaries/ray-gates verify $history" \
  --command-name "ray-gates history" "$binaries/ray-gates history --root $root" \
  --command-name "openssl dgst -sha256 of the file" "openssl dgst -sha256 $history" >/dev/null
cat "$folder/t.md"
echo
echo "Peak memory: verify $(mebibytes "$binaries/ray-gates" verify "$history") MiB, history $(mebibytes "$binaries/ray-gates" history --root "$root") MiB."
