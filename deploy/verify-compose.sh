#!/usr/bin/env bash
# Parses every combination of compose files that the pages and the files themselves name, with a real compose.
#
#   deploy/verify-compose.sh                       `docker compose`, which needs no daemon for this
#   deploy/verify-compose.sh podman-compose        another command
#
# Prints one line per combination. Exit code: 0, or 1 if one failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
compose=("${@:-docker}")
[ "${compose[*]}" = docker ] && compose=(docker compose)

failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# combinations: the -f and --profile flags of each command in the pages and in the heads of the files, each once.
combinations() {
    grep -ohE 'docker compose [^`#]*' README.md docs/deploy.md ./*.yaml \
        | { grep -E ' (up|run|cp|down)\b' || true; } \
        | while read -r line; do
            { grep -oE -- '(-f [^ ]+\.yaml|--profile [a-z]+)' <<<"$line" || true; } | paste -sd ' '
        done | sort -u
}

# parses FLAGS...: whether compose accepts the combination; its message is in $work/message.
parses() { "${compose[@]}" "$@" config >"$work/parsed.yaml" 2>"$work/message"; }

while read -r -a flags; do
    if SPEECH_LM=owner/name parses "${flags[@]}"; then
        echo "ok    ${flags[*]:-docker-compose.yaml} ($(grep -cE '^  [a-z-]+:$' "$work/parsed.yaml") entries)"
    else
        echo "FAIL  ${flags[*]:-docker-compose.yaml}: $(tail -n 2 "$work/message")"
        failures=$((failures + 1))
    fi
done < <(combinations)

# Must be refused: the LM without a name, and a dependency on a service that does not exist.
if env -u SPEECH_LM "${compose[@]}" --env-file /dev/null -f vllm.yaml config >/dev/null 2>"$work/message"; then
    echo "FAIL  vllm.yaml without SPEECH_LM was accepted"
    failures=$((failures + 1))
elif grep -q 'set SPEECH_LM to' "$work/message"; then
    echo "ok    vllm.yaml without SPEECH_LM is refused: $(tail -n 1 "$work/message")"
else
    echo "FAIL  vllm.yaml without SPEECH_LM: $(tail -n 1 "$work/message")"
    failures=$((failures + 1))
fi
printf 'services: {a: {image: "x:1", depends_on: [missing]}}\n' >"$work/wrong.yaml"
if parses -f "$work/wrong.yaml"; then
    echo "note  this compose does not notice a dependency that does not exist; deploy/compose.test.ts does"
else
    echo "ok    a dependency that does not exist is refused: $(tail -n 1 "$work/message")"
fi
exit $((failures > 0))
