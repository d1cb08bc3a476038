# shellcheck shell=bash disable=SC2154,SC2034,SC2016
# The checks of the GPU image that need no GPU; sourced by verify-image.sh.

index_flags=()
if [ -n "${PIP_INDEX_URL:-}" ]; then index_flags=(--build-arg "PIP_INDEX_URL=$PIP_INDEX_URL"); fi
build_image utter:gpu -f "$repository/Dockerfile.gpu" "${index_flags[@]}"
check "user" "1000:1000" "$(inspect utter:gpu User)"
check "health check of the image" "[CMD bun probe.ts]" "$(inspect utter:gpu Healthcheck.Test)"

# The driver brings libcuda.so.1; everything else must be in the image.
# shellcheck disable=SC2016
missing=$(once utter:gpu sh -c 'for file in /cuda/lib/*.so*; do ldd "$file" 2>/dev/null; done | sed -nE "s/^\s*(\S+) => not found$/\1/p" | sort -u | paste -sd " "')
check "libraries that are missing" "libcuda.so.1" "$missing"
check "CUDA of the libraries" "13" "$(once utter:gpu sh -c 'ls /cuda/lib | sed -nE "s/^libcudart\.so\.([0-9]+)$/\1/p"')"
check "licences" "8 packages" "$(once utter:gpu sh -c 'ls /cuda/licenses | sed -E "s/-.*//" | sort -u | wc -l') packages"

tokens=(DUMMY_TOKENS_FILE=/fixtures/replay_tokens.txt DECODER_MODEL=/fixtures/decoder.onnx)
start_server utter:gpu "${tokens[@]}"
wait_server
check "start without a GPU: exit code" "1" "$server_exit"
# Written by the server: the setting, ONNX Runtime's reason, the way out.
if grep -q 'DEVICE=cuda: .*libcuda.*set ORT_LIBRARY' "$work/server.log"; then
    ok "start without a GPU: error" "$(tail -n 1 "$work/server.log")"
else
    fail "start without a GPU: error" "$(tail -n 3 "$work/server.log")"
fi

start_server utter:gpu "${tokens[@]}" DEVICE=auto
report "DEVICE=auto: start on the CPU" ready.log beside utter:gpu bun run - ready "$(now_ms)" <"$client"
terminate_server
wait_server
check "SIGTERM: exit code" "0" "$server_exit"
