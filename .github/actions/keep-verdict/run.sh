#!/usr/bin/env bash
# Keeps what one job of gates.yml found, for gather-verdicts: a line of five fields, and the reports
# beside it. It judges nothing: a job whose gate came to no verdict keeps an error.
set -euo pipefail

# What a name cannot hold becomes a question mark, so that a field is a field wherever it is shown.
field() {
  local kept
  kept=$(printf '%s' "$1" | LC_ALL=C tr -c 'A-Za-z0-9_./-' '?' | cut -c 1-140)
  printf '%s' "${kept:-?}"
}

folder=$RUNNER_TEMP/ray-gates-kept
mkdir -p "$folder"
for report in "$RAY_REPORT" "$RAY_SARIF"; do
  [[ -z $report ]] || cp "$report" "$folder/"
done
printf '%s\t%s\t%s\t%s\t%s\n' "$RAY_JOB" "$RAY_JOBS" "$(field "$RAY_REPOSITORY")" \
  "$(field "$RAY_PROTOCOL")" "$(field "${RAY_VERDICT:-error}")" >"$folder/verdict.tsv"
echo "folder=$folder" >>"$GITHUB_OUTPUT"
