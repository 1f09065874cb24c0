#!/usr/bin/env bash
# How long gate 10.4 takes to verify a package, against hashing and testing the same bytes with the usual
# tools, and how its memory grows with the package. Each package holds the evidence of the example and
# one large file of random digits (fixed seed), which is listed in the manifest. Needs hyperfine, GNU
# time, Python 3, sha256sum and unzip.
#
#   benches/package.sh          prints the table that docs/benchmarks.md holds
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in hyperfine python3 sha256sum unzip /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 1; }
done

cargo build --quiet --release --package pre-deployment --bin validate_gate_10_readiness
gate=$(realpath "${CARGO_TARGET_DIR:-target}/release/validate_gate_10_readiness")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

pack() { # ROOT MEGABYTES
  python3 - "$1" "$2" <<'PY'
import hashlib, json, os, random, sys, zipfile
root, megabytes = sys.argv[1], int(sys.argv[2])
base = ".artifacts/pre-deployment/"
manifest_path = os.path.join(root, base, "pre-deployment-manifest.json")
manifest = json.load(open(manifest_path))
random.seed(20261118)
large = base + "metrics.csv"
with open(os.path.join(root, large), "wb") as out:
    for _ in range(megabytes):
        out.write(b"%x" % random.getrandbits(4 * (1 << 20)))
entry = dict(manifest["artifacts"][0], path=large, required=False)
manifest["artifacts"].append(entry)
package = base + "PRE-DEPLOYMENT-PACKAGE.zip"
with zipfile.ZipFile(os.path.join(root, package), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zip:
    for artifact in manifest["artifacts"]:
        zip.write(os.path.join(root, artifact["path"]), artifact["path"])
def record(of, path):
    of["size_bytes"] = os.path.getsize(os.path.join(root, path))
    of["sha256"] = hashlib.file_digest(open(os.path.join(root, path), "rb"), "sha256").hexdigest()
record(entry, large)
record(manifest["package"], package)
json.dump(manifest, open(manifest_path, "w"), indent=1)
PY
}

echo "| Package | Gate, minimum [ms] | \`sha256sum\` of file and zip, and \`unzip -t\` [ms] | Peak memory of the gate [MiB] |"
echo "|:---|---:|---:|---:|"
for megabytes in 1 100 1000; do
  root=$folder/root
  rm -rf "$root"
  cp -r protocols/10-pre-deployment/example "$root"
  pack "$root" "$megabytes"
  inside=$root/.artifacts/pre-deployment
  run="$gate --root $root --now 2026-11-18T16:00:00Z --quiet"
  $run >/dev/null
  usual="sh -c 'sha256sum $inside/metrics.csv $inside/PRE-DEPLOYMENT-PACKAGE.zip && unzip -tq $inside/PRE-DEPLOYMENT-PACKAGE.zip'"
  hyperfine --shell=none --warmup 1 --runs 5 --style none --export-json "$folder/times.json" "$run" "$usual" >/dev/null
  kib=$(/usr/bin/time -f %M $run 2>&1 >/dev/null | tail -1)
  python3 - "$folder/times.json" "$megabytes" "$kib" <<'PY'
import json, sys
gate, usual = (run["min"] * 1000 for run in json.load(open(sys.argv[1]))["results"])
print(f"| {sys.argv[2]} MiB unpacked | {gate:.0f} | {usual:.0f} | {int(sys.argv[3]) / 1024:.1f} |")
PY
done
