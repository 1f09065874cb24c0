#!/usr/bin/env bash
# Takes the orders service back to an earlier release.
#
# The schema changes of a release only add, so the earlier release runs on the newer schema and
# no data has to move. Where `ordersctl` is not installed, and with --dry-run, the script only
# says what it would do and changes nothing.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: scripts/rollback_backend.sh --env ENV --to VERSION [--dry-run]

Locks the pipeline, starts the earlier release, sends it all traffic, stops the failed
release, and checks the service's health.
USAGE
}

fail() {
  echo "rollback_backend: $1" >&2
  exit 2
}

environment='' target='' dry_run=no
while [ $# -gt 0 ]; do
  case "$1" in
    --dry-run) dry_run=yes && shift && continue ;;
    --help) usage && exit 0 ;;
  esac
  [ $# -ge 2 ] || fail "unknown option, or one without its value: $1"
  case "$1" in
    --env) environment=$2 ;;
    --to) target=$2 ;;
    *) fail "unknown option: $1" ;;
  esac
  shift 2
done

[ -n "$environment" ] || fail '--env is missing'
[ -n "$target" ] || fail '--to is missing'

for step in lock start switch stop check; do
  arguments=(rollback "$step" --env "$environment" --to "$target")
  if [ "$dry_run" = yes ]; then
    echo "dry run: ordersctl ${arguments[*]}"
  elif command -v ordersctl >/dev/null 2>&1; then
    ordersctl "${arguments[@]}"
  else
    echo "ordersctl is not installed; nothing was changed. It would run: ordersctl ${arguments[*]}"
  fi
done
