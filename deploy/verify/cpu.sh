# shellcheck shell=bash disable=SC2154,SC2034,SC2016
# The checks of the CPU image and of the load tester's; sourced by verify-image.sh.

MAX_UNPACKED_MB=300

voice_flags=()
if [ -n "${VOICE_INDEX:-}" ]; then voice_flags=(--build-arg "VOICE_INDEX=$VOICE_INDEX"); fi
build_image utter:cpu -f "$repository/Dockerfile.cpu" "${voice_flags[@]}"
build_image utter:stress -f "$repository/Dockerfile.cpu" --target stress

unpacked=$(megabytes "$(unpacked_bytes utter:cpu)")
if [ "$unpacked" -le "$MAX_UNPACKED_MB" ]; then
    ok "size" "$unpacked MB unpacked, at most $MAX_UNPACKED_MB; $(megabytes "$(compressed_bytes utter:cpu)") MB compressed"
else
    fail "size" "$unpacked MB unpacked, more than $MAX_UNPACKED_MB"
fi
check "user" "1000:1000" "$(inspect utter:cpu User)"
check "health check of the image" "[CMD bun probe.ts]" "$(inspect utter:cpu Healthcheck.Test)"
check "the voice's notices" "4 files" "$(once utter:cpu sh -c 'ls /app/LICENSE /app/NOTICE /voice/hibari/LICENSE /voice/hibari/NOTICE | wc -l') files"
check "tests in the image" "0 files" "$(once utter:cpu find /app/src /app/server /app/stress -name '*.test.ts' -o -name '*.fake.ts' | wc -l) files"

begun=$(now_ms)
# The drain gets more time than the default, because a busy machine synthesizes slowly.
start_server utter:cpu DRAIN_TIMEOUT_S=120
report "start" ready.log beside utter:cpu bun run - ready "$begun" <"$client"
check "network" "lo" "$(inside bun -p 'Object.keys(require("os").networkInterfaces()).join()')"
check "writable folders of the root" "none" "$(inside sh -c 'for folder in / /app /app/server /tmp /voice /home/bun; do touch $folder/x 2>/dev/null && echo $folder; done; echo none' | head -n 1)"
check "process 1: user, capabilities" "1000 0000000000000000 1" "$(inside sed -nE 's/^(Uid|CapEff|NoNewPrivs):\s*(\S+).*/\2/p' /proc/1/status | paste -sd ' ')"
report "health check" probe.log inside bun probe.ts
report "the natural voice speaks" voice.log beside utter:cpu bun run - voice <"$client"
report "pages" pages.log beside utter:cpu bun run - pages <"$client"
report "formats" formats.log beside utter:cpu bun run - formats <"$client"

# load NAME TAG REQUESTS COMMAND: runs the tester; passes if all requests were answered. The exit code can be 3, which only says
# that a busy machine sent late.
load() {
    local name=$1 tag=$2 expected=$3 code=0 answered
    beside "$tag" sh -c "$4" >"$work/load.json" 2>"$work/load.log" </dev/null || code=$?
    answered=$(sed -nE 's/^ *"ok": ([0-9]+),$/\1/p' "$work/load.json" | awk '{ sum += $1 } END { print sum + 0 }')
    if [ "$answered" = "$expected" ] && { [ "$code" = 0 ] || [ "$code" = 3 ]; }; then
        ok "$name" "$answered of $expected answered, exit code $code"
    else
        fail "$name" "$answered of $expected answered, exit code $code: $(tail -n 3 "$work/load.log" | tr '\n' ' ')"
    fi
}
burst="bun stress/main.ts burst --host http://127.0.0.1:9091 --concurrency 10 --warmup 1 --stream --timeout-first-audio 240s --quiet --json"
sweep="bun stress/main.ts sweep --host http://127.0.0.1:9091 --min-qps 2 --max-qps 4 --qps-step 2 --number-of-samples 6 --stream --quiet --json"
load "burst from utter:stress" utter:stress 10 "$burst"
load "burst from utter:cpu" utter:cpu 10 "$burst"
load "sweep from utter:stress" utter:stress 12 "$sweep; code=\$?; ls benchmark_result/*/*.png | wc -l >&2; exit \$code"
check "plots of utter:stress" "3" "$(tail -n 1 "$work/load.log")"
load "sweep from utter:cpu" utter:cpu 12 "$sweep"
check "plots of utter:cpu" "1 line says why not" "$(grep -c '^plots need the package' "$work/load.log") line says why not"

# SIGTERM while a client reads a long stream slowly: it must get the rest, and the server must exit with 0.
beside utter:cpu bun run - drain <"$client" >"$work/drain.log" 2>&1 &
reader=$!
until grep -q '^streaming' "$work/drain.log" || ! kill -0 "$reader" 2>/dev/null; do sleep 0.05; done
begun=$(now_ms)
terminate_server
wait_server
ended_ms=$(since "$begun")
check "SIGTERM in a stream: exit code" "0" "$server_exit"
if wait "$reader"; then
    ok "SIGTERM in a stream" "$(tail -n 1 "$work/drain.log"); the server ended after $ended_ms ms"
else
    fail "SIGTERM in a stream" "$(tail -n 2 "$work/drain.log" | tr '\n' ' ')"
fi

start_server utter:cpu
report "second start" ready.log beside utter:cpu bun run - ready "$(now_ms)" <"$client"
begun=$(now_ms)
terminate_server
wait_server
ended_ms=$(since "$begun")
check "SIGTERM when idle: exit code" "0" "$server_exit"
ok "SIGTERM when idle" "the server ended after $ended_ms ms"
