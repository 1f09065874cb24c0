#!/usr/bin/env bash
# Gathers what the jobs of gates.yml kept under the folder $1 in one table and one verdict. Whatever
# was not judged, was skipped or is not known counts as an error: a release passes only when each job
# says so and none is missing. $2 is the result of all jobs together, as GitHub sees it.
set -euo pipefail

kept=$1
result=$2
verdict=pass
rows=()
expected=
count=0

# The gravest of what was seen so far and $1.
weigh() {
  case "$verdict $1" in
  *error*) verdict=error ;;
  *fail*) verdict=fail ;;
  *waived*) verdict=waived ;;
  esac
}

shopt -s nullglob
for file in "$kept"/*/verdict.tsv; do
  IFS=$'\t' read -r job jobs repository protocol found <"$file" || true
  case "$found" in
  pass | waived | fail | error) ;;
  *) found=error ;;
  esac
  # Two jobs with one number, or two opinions on how many there are: nothing to rely on.
  [[ -z ${rows[job]:-} && ${expected:-$jobs} == "$jobs" ]] || found=error
  expected=$jobs
  count=$((count + 1))
  rows[job]="| $repository | $protocol | ${found} |"
  weigh "$found"
done

[[ $count -gt 0 && $count -eq ${expected:-0} ]] || verdict=error
# A job may fail because of its gate; anything else means that a job did not end as it should.
case "$result $verdict" in
"success pass" | "success waived" | "failure waived" | "failure fail" | "failure error") ;;
*) verdict=error ;;
esac

{
  echo "## Release gates: $verdict"
  echo
  echo "| repository | protocol | verdict |"
  echo "| --- | --- | --- |"
  [[ $count -eq 0 ]] || printf '%s\n' "${rows[@]}"
  echo
  echo "$count of ${expected:-an unknown number of} jobs reported."
} >>"$GITHUB_STEP_SUMMARY"
echo "verdict=$verdict" >>"$GITHUB_OUTPUT"
echo "Release gates: $verdict, $count of ${expected:-?} jobs reported"

case "$verdict $result" in
"pass success" | "waived success") ;;
*) exit 1 ;;
esac
