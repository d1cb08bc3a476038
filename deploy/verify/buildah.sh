# shellcheck shell=bash disable=SC2154,SC2034,SC2016
# buildah as the builder of verify-image.sh, which sources this file; its containers are namespaces made by unshare. Needs
# root. docker.sh has the same functions.

buildah_flags=(--storage-driver vfs --root "$work/storage" --runroot "$work/run")
server_exit=
server_root=
server_pid=
parent_pid=

open_builder() {
    local tool
    for tool in buildah debootstrap npm unshare nsenter ip; do
        command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install buildah debootstrap iproute2 util-linux npm" >&2 && exit 1; }
    done
}

with_buildah() { buildah "${buildah_flags[@]}" "$@"; }

# build FLAGS... FOLDER: builds an image. Without --format docker it would lose its HEALTHCHECK.
build() { with_buildah bud --isolation chroot --layers=false --format docker "$@"; }

# inspect TAG FIELD: a field of the image's configuration, such as User.
inspect() { with_buildah inspect --type image --format "{{.Docker.Config.$2}}" "$1"; }

# list TAG FIELD: the entries of a field, one a line.
list() { with_buildah inspect --type image --format "{{range .Docker.Config.$2}}{{println .}}{{end}}" "$1" | sed '/^$/d'; }

# root_of TAG: the folder with the image's files. Its containers share it, because they can't write it.
root_of() {
    local known=$work/${1//[:\/]/_}.root
    [ -e "$known" ] || with_buildah mount "$(with_buildah from "$1")" >"$known"
    cat "$known"
}

unpacked_bytes() { find "$(root_of "$1")" -xdev -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f\n", sum }'; }

compressed_bytes() {
    with_buildah push --format oci "$1" "oci:$work/oci" >/dev/null 2>&1
    du -sb "$work/oci" | cut -f1
    rm -rf "$work/oci"
}

# start_server TAG NAME=VALUE...: starts the image's own command with these settings.
start_server() {
    local tag=$1 command
    shift
    server_root=$(root_of "$tag")
    list "$tag" Env >"$work/server.env"
    if [ "$#" -gt 0 ]; then printf '%s\n' "$@" >>"$work/server.env"; fi
    mapfile -t command < <(list "$tag" Entrypoint && list "$tag" Cmd)
    unshare --net --mount --pid --fork --kill-child \
        "$here/verify/contain.sh" "$server_root" "$work/server.env" "$repository/fixtures" "${command[@]}" \
        >"$work/server.log" 2>&1 &
    parent_pid=$!
    until server_pid=$(ps -o pid= --ppid "$parent_pid" | tr -d ' ') && [ -n "$server_pid" ]; do sleep 0.01; done
}

# once TAG COMMAND...: runs a command in a container of its own.
once() { contained "unshare --net" "$@"; }

# inside COMMAND...: runs a command in the server's container.
inside() {
    nsenter --target "$server_pid" --net --mount --pid \
        "$here/verify/enter.sh" "$server_root" "$work/server.env" "$@"
}

# beside TAG COMMAND...: runs a command, with standard input, in another container that shares the server's loopback.
beside() { contained "nsenter --target $server_pid --net" "$@"; }

# contained NETWORK TAG COMMAND...: NETWORK is the command that chooses the network's namespace.
contained() {
    local network=$1 tag=$2 root
    shift 2
    root=$(root_of "$tag")
    list "$tag" Env >"$root.env"
    # shellcheck disable=SC2086
    $network unshare --mount --pid --fork --kill-child \
        "$here/verify/contain.sh" "$root" "$root.env" "$repository/fixtures" "$@"
}

terminate_server() { kill -TERM "$server_pid"; }

# wait_server: waits for the end of the server and sets server_exit, its exit code.
wait_server() {
    server_exit=0
    wait "$parent_pid" || server_exit=$?
    parent_pid=
}

clean_up() {
    if [ -n "$parent_pid" ]; then kill -KILL "$parent_pid" 2>/dev/null || true; fi
    with_buildah umount --all >/dev/null 2>&1 || true
}
