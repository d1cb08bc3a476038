# shellcheck shell=bash disable=SC2154,SC2034,SC2016
# Stand-ins of the bases of the Dockerfiles, for machines without an image registry: Debian's packages by debootstrap, and
# Bun from npm. Sourced by verify-image.sh.

DEBIAN=trixie

# make_bases: sets base_flags, the build arguments that name the stand-ins.
make_bases() {
    local begun bun_version
    begun=$(now_ms)
    bun_version=$(sed -n 's/^ARG BUN_IMAGE=.*bun:\([0-9.]*\)-slim$/\1/p' "$repository/Dockerfile.cpu")
    debian_root "$work/debian" ca-certificates
    mkdir "$work/bun"
    tar -C "$work/debian" -cf "$work/bun/root.tar" .
    npm_package "@oven/bun-linux-x64-baseline@$bun_version" "$work/bun"
    write_bun_base "$work/bun"
    build -t localhost/bun-base "$work/bun" >"$work/base.log" 2>&1
    base_flags=(--build-arg BUN_IMAGE=localhost/bun-base)
    if [[ " ${kinds[*]} " == *" gpu "* ]]; then
        debian_root "$work/python" ca-certificates,python3,python3-pip
        tar -C "$work/python" -cf "$work/python.tar" .
        mkdir "$work/python-base"
        mv "$work/python.tar" "$work/python-base/root.tar"
        printf 'FROM scratch\nADD root.tar /\n' >"$work/python-base/Dockerfile"
        build -t localhost/python-base "$work/python-base" >>"$work/base.log" 2>&1
        base_flags+=(--build-arg PYTHON_IMAGE=localhost/python-base)
    fi
    ok "base" "$(since "$begun") ms, stand-in of Debian $DEBIAN and Bun $bun_version, $(megabytes "$(unpacked_bytes localhost/bun-base)") MB unpacked"
}

# debian_root FOLDER PACKAGES: a minimal Debian without the files that slim images leave out.
debian_root() {
    debootstrap --variant=minbase --include="$2" "$DEBIAN" "$1" >"$work/debootstrap.log" 2>&1
    rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/var/log/* "$1"/usr/share/{doc,man,locale,info}/*
}

# npm_package NAME FOLDER: unpacks a package of the npm registry into FOLDER/package.
npm_package() {
    local archive
    archive=$(cd "$2" && npm pack --silent "$1")
    tar -C "$2" -xzf "$2/$archive"
    rm "$2/$archive"
}

# write_bun_base FOLDER: a Dockerfile with the user, environment and entrypoint of oven/bun's slim image.
write_bun_base() {
    cat >"$1/docker-entrypoint.sh" <<'SCRIPT'
#!/bin/sh
set -e
if [ "${1#-}" != "$1" ] || ! command -v "$1" >/dev/null 2>&1; then set -- /usr/local/bin/bun "$@"; fi
exec "$@"
SCRIPT
    chmod 755 "$1/docker-entrypoint.sh"
    cat >"$1/Dockerfile" <<'FILE'
FROM scratch
ADD root.tar /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin BUN_RUNTIME_TRANSPILER_CACHE_PATH=0 BUN_INSTALL_BIN=/usr/local/bin
COPY package/bin/bun docker-entrypoint.sh /usr/local/bin/
RUN groupadd bun --gid 1000 && useradd bun --uid 1000 --gid bun --shell /bin/sh --create-home
WORKDIR /home/bun/app
ENTRYPOINT ["/usr/local/bin/docker-entrypoint.sh"]
CMD ["/usr/local/bin/bun"]
FILE
}
