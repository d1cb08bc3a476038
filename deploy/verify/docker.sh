# shellcheck shell=bash disable=SC2154,SC2034,SC2016
# Docker as the builder and runner of verify-image.sh, which sources this file. buildah.sh has the same functions.

server=utter-verify-server
# A container here is cut off: a read-only root, no capabilities, and no network but its own loopback.
hardened=(--read-only --cap-drop ALL --security-opt no-new-privileges -v "$repository/fixtures:/fixtures:ro")
server_exit=

open_builder() {
    docker version >/dev/null 2>&1 || { echo "No Docker daemon answers; --stand-in needs none" >&2 && exit 1; }
}

# build FLAGS... FOLDER: builds an image.
build() { docker build "$@"; }

# inspect TAG FIELD: a field of the image's configuration, such as User.
inspect() { docker image inspect --format "{{.Config.$2}}" "$1"; }

unpacked_bytes() {
    docker run --rm --user 0 --network none --entrypoint find "$1" / -xdev -type f -printf '%s\n' \
        | awk '{ sum += $1 } END { printf "%.0f\n", sum }'
}

compressed_bytes() { docker save "$1" | gzip -6 | wc -c; }

# start_server TAG NAME=VALUE...: starts the image's own command with these settings.
start_server() {
    local tag=$1
    shift
    docker run -d --name "$server" --network none "${hardened[@]}" "${@/#/--env=}" "$tag" >/dev/null
}

# once TAG COMMAND...: runs a command in a container of its own.
once() {
    local tag=$1
    shift
    docker run --rm --network none "${hardened[@]}" "$tag" "$@"
}

# inside COMMAND...: runs a command in the server's container.
inside() { docker exec "$server" "$@"; }

# beside TAG COMMAND...: runs a command, with standard input, in another container that shares the server's loopback.
beside() {
    local tag=$1
    shift
    docker run --rm -i --network "container:$server" "${hardened[@]}" \
        --tmpfs /app/benchmark_result:uid=1000,gid=1000 "$tag" "$@"
}

terminate_server() { docker kill --signal TERM "$server" >/dev/null; }

# wait_server: waits for the end of the server and sets server_exit, its exit code.
wait_server() {
    server_exit=$(docker wait "$server")
    docker logs "$server" >"$work/server.log" 2>&1
    docker rm "$server" >/dev/null
}

clean_up() { docker rm --force "$server" >/dev/null 2>&1 || true; }
