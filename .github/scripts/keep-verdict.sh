#!/usr/bin/env bash
# Keeps what one job of gates.yml found, for gather-verdicts.sh: one line, and the reports beside it.
# A job whose gate never came to a verdict keeps an error.
set -euo pipefail

# A field of a line of the table: what a name cannot hold becomes a question mark.
field() {
  local kept
  kept=$(printf '%s' "$1" | LC_ALL=C tr -c 'A-Za-z0-9_./-' '?' | cut -c 1-140)
  printf '%s' "${kept:-?}"
}

folder=$RUNNER_TEMP/kept
mkdir -p "$folder"
for report in "$REPORT" "$SARIF"; do
  [[ -z $report ]] || cp "$report" "$folder/"
done
printf '%s\t%s\t%s\t%s\t%s\n' "$JOB" "$JOBS" "$(field "$REPOSITORY")" "$(field "$PROTOCOL")" \
  "$(field "${VERDICT:-error}")" >"$folder/verdict.tsv"
echo "folder=$folder" >>"$GITHUB_OUTPUT"
