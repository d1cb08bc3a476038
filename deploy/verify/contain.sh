#!/usr/bin/env bash
# Runs a command in the files of an image as a container does. To be called in new mount, PID and network namespaces.
#   contain.sh ROOT ENVIRONMENT FIXTURES COMMAND...
# ROOT becomes read-only, but for the image's volumes, which are empty; FIXTURES is mounted on /fixtures.
set -euo pipefail
root=$1 environment=$2 fixtures=$3
shift 3
ip link set lo up
mount --make-rprivate /
mkdir -p "$root/fixtures"
mount --bind "$root" "$root"
mount -o remount,ro,bind "$root"
mount --bind "$fixtures" "$root/fixtures"
mount -o remount,ro,bind "$root/fixtures"
for volume in models app/benchmark_result; do
    mount -t tmpfs -o uid=1000,gid=1000 volume "$root/$volume"
done
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
exec "$(dirname "$0")/enter.sh" "$root" "$environment" "$@"
