#!/usr/bin/env bash
# Builds an image and proves it: started without a network and with a read-only root, it speaks, bears a burst, runs as an
# ordinary user and ends a running stream whole at SIGTERM. Prints one line per check, with sizes and times.
#
#   deploy/verify-image.sh cpu                    needs Docker
#   deploy/verify-image.sh --stand-in cpu gpu     needs buildah and debootstrap, and root; no Docker and no image registry
#
# --stand-in builds with buildah, on bases made of Debian's packages and of Bun's npm package instead of the published ones.
# Environment: VOICE_INDEX, PIP_INDEX_URL (package indexes of the build), BUILD_FLAGS (more flags of the build, such as -v
# for certificates). Exit code: 0, or 1 if a check failed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(dirname "$here")
client=$here/verify/client.ts
stand_in=no
kinds=()
for argument in "$@"; do
    case $argument in
        --stand-in) stand_in=yes ;;
        cpu | gpu) kinds+=("$argument") ;;
        *) echo "Expected cpu or gpu, and --stand-in if wanted, got $argument" >&2 && exit 2 ;;
    esac
done
[ "${#kinds[@]}" -gt 0 ] || { echo "Expected cpu or gpu, got nothing" >&2 && exit 2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/utter-verify.XXXXXX")
failures=0

# ok NAME DETAIL, fail NAME DETAIL: print a check.
ok() { printf 'ok    %-28s %s\n' "$1" "${2:-}"; }
fail() { printf 'FAIL  %-28s %s\n' "$1" "${2:-}" && failures=$((failures + 1)); }
# check NAME EXPECTED SEEN: passes if both are equal.
check() { if [ "$2" = "$3" ]; then ok "$1" "$3"; else fail "$1" "expected $2, got $3"; fi; }
# report NAME FILE COMMAND...: passes if the command exits with 0; shows its last line.
report() {
    local name=$1 file=$work/$2
    shift 2
    if "$@" >"$file" 2>&1; then
        ok "$name" "$(tail -n 1 "$file")"
    else
        fail "$name" "$(tail -n 3 "$file" | tr '\n' ' ')"
    fi
}
now_ms() { date +%s%3N; }
since() { echo $(($(now_ms) - $1)); }
# megabytes BYTES: in units of 1,000,000 bytes, rounded up.
megabytes() { echo $((($1 + 999999) / 1000000)); }

base_flags=()
if [ "$stand_in" = yes ]; then
    # shellcheck source=deploy/verify/buildah.sh
    . "$here/verify/buildah.sh"
    # shellcheck source=deploy/verify/bases.sh
    . "$here/verify/bases.sh"
else
    # shellcheck source=deploy/verify/docker.sh
    . "$here/verify/docker.sh"
fi
finish() {
    clean_up
    rm -rf "$work"
}
trap finish EXIT

open_builder
if [ "$stand_in" = yes ]; then make_bases; fi

# build_image TAG ARGUMENTS...: builds from the repository and prints the time and the size.
build_image() {
    local tag=$1 begun
    shift
    begun=$(now_ms)
    # shellcheck disable=SC2086
    if ! build "${base_flags[@]}" ${BUILD_FLAGS:-} -t "$tag" "$@" "$repository" >"$work/build.log" 2>&1; then
        tail -n 20 "$work/build.log"
        fail "build $tag" "see above"
        exit 1
    fi
    ok "build $tag" "$(since "$begun") ms, $(megabytes "$(unpacked_bytes "$tag")") MB unpacked"
}

for kind in "${kinds[@]}"; do
    # shellcheck source=deploy/verify/cpu.sh disable=SC1091
    . "$here/verify/$kind.sh"
done
if [ "$failures" -gt 0 ]; then
    echo "$failures checks failed"
    exit 1
fi
echo "all checks passed"
