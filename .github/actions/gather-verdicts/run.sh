#!/usr/bin/env bash
# Gathers what the jobs of gates.yml kept in one table and one verdict. What is missing, was skipped,
# or cannot be read is an error: a release passes only when every job says so. It reads no report.
set -euo pipefail

verdict=pass
rows=()
expected=
count=0
number='^(0|[1-9][0-9]{0,2})$'

# The gravest of the verdict so far and $1.
weigh() {
  case "$verdict $1" in
  *error*) verdict=error ;;
  *fail*) verdict=fail ;;
  *waived*) verdict=waived ;;
  esac
}

# Takes in the one line of a job. Two jobs with one number, or two opinions on how many there are,
# are nothing to rely on.
take() {
  local job jobs repository protocol found
  IFS=$'\t' read -r job jobs repository protocol found <"$1" || found=error
  if [[ ! $job =~ $number || ! $jobs =~ $number || $job -ge $jobs || -n ${rows[job]:-} ||
    ${expected:-$jobs} -ne $jobs || ! $found =~ ^(pass|waived|fail|error)$ ]]; then
    weigh error
    return
  fi
  expected=$jobs
  count=$((count + 1))
  rows[job]="| $repository | $protocol | $found |"
  weigh "$found"
}

shopt -s nullglob
for file in "$RAY_FOLDER"/*/verdict.tsv; do
  take "$file"
done
[[ $count -gt 0 && $count -eq $expected ]] || weigh error

# A gate that failed fails its job. Jobs that ended otherwise were cancelled, skipped or never started.
case "$RAY_RESULT $verdict" in
"success pass" | "success waived" | "failure fail") ;;
# With fail-on-waived a waiver fails the job.
"failure waived") ;;
*) verdict=error ;;
esac

{
  echo "## Release gates: $verdict"
  echo
  echo "| repository | protocol | verdict |"
  echo "| --- | --- | --- |"
  [[ $count -eq 0 ]] || printf '%s\n' "${rows[@]}"
  echo
  echo "$count of ${expected:-an unknown number of} jobs reported"
} >>"$GITHUB_STEP_SUMMARY"
echo "verdict=$verdict" >>"$GITHUB_OUTPUT"
echo "Release gates: $verdict, $count of ${expected:-an unknown number of} jobs reported"
[[ $RAY_RESULT == success && ($verdict == pass || $verdict == waived) ]]
