#!/usr/bin/env bash
# Rolls the orders service out to one environment, one step at a time.
#
# Every step is handed to `ordersctl`. Where that tool is not installed, and with --dry-run,
# the script only says what it would do and changes nothing.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: scripts/deploy_backend.sh --env ENV --release VERSION --step STEP [options]

Steps, in order:
  lock       lock the deployment pipeline for everybody else
  verify     check the signature of the release image
  snapshot   take a snapshot of the orders database
  migrate    apply the schema changes (they only add)
  canary     send --traffic PERCENT of the requests to the release
  observe    watch the canary for --minutes MINUTES and compare it with the stable group
  promote    send all traffic to the release
  retire     drain and stop the previous release
  mark       put the release marker on the dashboards

Options:
  --traffic PERCENT   share of the traffic, 1 to 99 (step canary)
  --minutes MINUTES   how long to watch (step observe)
  --dry-run           only say what would be done
  --help              show this text
USAGE
}

fail() {
  echo "deploy_backend: $1" >&2
  exit 2
}

number() {
  case "$2" in
    '' | *[!0-9]*) fail "$1 takes a whole number, not '$2'" ;;
  esac
}

environment='' release='' step='' traffic='' minutes='' dry_run=no
while [ $# -gt 0 ]; do
  case "$1" in
    --dry-run) dry_run=yes && shift && continue ;;
    --help) usage && exit 0 ;;
  esac
  [ $# -ge 2 ] || fail "unknown option, or one without its value: $1"
  case "$1" in
    --env) environment=$2 ;;
    --release) release=$2 ;;
    --step) step=$2 ;;
    --traffic) traffic=$2 ;;
    --minutes) minutes=$2 ;;
    *) fail "unknown option: $1" ;;
  esac
  shift 2
done

[ -n "$environment" ] || fail '--env is missing'
[ -n "$release" ] || fail '--release is missing'
[ -n "$step" ] || fail '--step is missing'

arguments=(deploy "$step" --env "$environment" --release "$release")
case "$step" in
  lock | verify | snapshot | migrate | promote | retire | mark) ;;
  canary)
    number --traffic "$traffic"
    arguments+=(--traffic "$traffic")
    ;;
  observe)
    number --minutes "$minutes"
    arguments+=(--minutes "$minutes")
    ;;
  *) fail "unknown step: $step" ;;
esac

if [ "$dry_run" = yes ]; then
  echo "dry run: ordersctl ${arguments[*]}"
elif command -v ordersctl >/dev/null 2>&1; then
  exec ordersctl "${arguments[@]}"
else
  echo "ordersctl is not installed; nothing was changed. It would run: ordersctl ${arguments[*]}"
fi
