#!/usr/bin/env bash
# Judges with the executables that install.sh found, and hands on the verdict, the reports and the
# exit code. It decides nothing: a verdict that report and exit code do not agree on is an error, and
# so is a missing report. What the inputs say is never printed, since a line of it could be a
# workflow command.
set -euo pipefail

output() {
  echo "$1=$2" >>"$GITHUB_OUTPUT"
}

# A 2: nothing was judged.
stop() {
  echo "::error title=ray-gates::$1"
  output verdict error
  exit 2
}

flag() {
  case "$2" in
  true | false) ;;
  *) stop "The input $1 must be true or false" ;;
  esac
}

# The status at the top of a report. Deeper ones are indented further, and text of the evidence
# cannot begin a line, since JSON escapes line ends.
status_of() {
  tr -d '\r' <"$1" | sed -n 's/^  "status": "\([a-z]*\)",\{0,1\}$/\1/p'
}

case "$RAY_PROTOCOL" in
10 | 11 | 12 | 18) ;;
*) stop "The input protocol must be 10, 11, 12 or 18" ;;
esac
case "$RAY_GATE" in
*[!A-Za-z0-9_.-]*) stop "The input gate must be the name, number or script of a gate" ;;
esac
case "$RAY_EDITION" in
"" | planning | sustainment | all) ;;
*) stop "The input edition must be planning, sustainment or all" ;;
esac
case "$RAY_ROOT$RAY_NAME" in
*[[:cntrl:]]*) stop "The inputs root and verified-by must not hold control characters" ;;
esac
flag fail-on-waived "$RAY_FAIL_ON_WAIVED"

reports=$(mktemp -d "$RUNNER_TEMP/ray-gates-XXXXXX")
json=$reports/report.json
sarif=$reports/report.sarif

# The step judges and leaves the checkout as it is.
arguments=("--root=${RAY_ROOT:-.}" --no-write --save "json=$json" --save "sarif=$sarif")
[[ -z $RAY_GATE ]] || arguments+=("--stage=$RAY_GATE")
[[ -z $RAY_EDITION ]] || arguments+=("--edition=$RAY_EDITION")
[[ -z $RAY_NAME ]] || arguments+=("--verified-by=$RAY_NAME")

code=0
"$RAY_EXECUTABLES/run_protocol_${RAY_PROTOCOL}_gates" "${arguments[@]}" || code=$?

# A path that is handed on names a file that is there.
[[ ! -s $json ]] || output report-path "$json"
[[ ! -s $sarif ]] || output sarif-path "$sarif"

if [[ $code -ne 0 && $code -ne 1 ]]; then
  output verdict error
  exit "$code"
fi
[[ -s $json ]] || stop "The gate ended with $code and wrote no report"
verdict=$(status_of "$json")
case "$code $verdict" in
"0 pass" | "0 waived" | "1 fail") ;;
*) stop "The gate ended with $code, and its report says something else" ;;
esac

output verdict "$verdict"
if [[ $verdict == waived && $RAY_FAIL_ON_WAIVED == true ]]; then
  echo "::error title=ray-gates::A failure is covered by a waiver, and fail-on-waived is set"
  exit 1
fi
exit "$code"
