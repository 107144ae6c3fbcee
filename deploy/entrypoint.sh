#!/bin/sh
# heliograph-entrypoint <service> [--check-config]   runs a service
# heliograph-entrypoint heliograph <command> ...     runs the operator's command
# heliograph-entrypoint import-history [--notice text]  imports observations from standard input
set -eu
cd /app

service=${1:-help}
[ "$#" -eq 0 ] || shift
case "$service" in
  gateway | sanitizer | dedup | influx-sink | postgres-sink | summarizer)
    exec node --enable-source-maps "services/$service/src/main.ts" "$@"
    ;;
  portal) exec node --enable-source-maps services/portal/dist/main.js "$@" ;;
  import-history) exec node services/summarizer/src/import-history.ts "$@" ;;
  heliograph) exec node packages/cli/src/main.ts "$@" ;;
  *)
    echo "heliograph-entrypoint: name a service (gateway, sanitizer, dedup, influx-sink, postgres-sink, summarizer, portal), import-history, or heliograph and a command" >&2
    exit 64
    ;;
esac
