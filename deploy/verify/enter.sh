#!/usr/bin/env bash
# Runs a command in a prepared root, in /app, as uid 1000 without capabilities and with the image's environment only.
#   enter.sh ROOT ENVIRONMENT COMMAND...
set -euo pipefail
root=$1
mapfile -t environment <"$2"
shift 2
# shellcheck disable=SC2016
exec env -i "${environment[@]}" chroot "$root" \
    setpriv --reuid 1000 --regid 1000 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs \
    sh -c 'cd /app && exec "$0" "$@"' "$@"
