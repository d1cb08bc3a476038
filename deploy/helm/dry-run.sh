#!/usr/bin/env bash
# Sends rendered charts to a real API server as a strict dry run: helm/dry-run.sh FILE… Plants three faults that schemas
# let pass, which the server must refuse. The server listens on loopback only, and no pod ever runs.
# CRDS: folders with the custom resource definitions of the Prometheus operator and of the Gateway API.
set -euo pipefail
work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
read -r db peer api < <(bun -e '
  const ports = [0, 0, 0].map(() => Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } }));
  console.log(ports.map(({ port }) => port).join(" "));
  for (const port of ports) port.stop(true);
')
etcd --data-dir "$work/etcd" --listen-client-urls "http://127.0.0.1:$db" --advertise-client-urls "http://127.0.0.1:$db" \
  --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
  --initial-cluster "default=http://127.0.0.1:$peer" --log-level error >"$work/etcd.log" 2>&1 &
pids+=($!)
token=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
echo "$token,admin,admin,system:masters" >"$work/tokens"
openssl genrsa -out "$work/key.pem" 2048 2>/dev/null
kube-apiserver --etcd-servers "http://127.0.0.1:$db" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 \
  --secure-port "$api" --cert-dir "$work/certs" --service-account-key-file "$work/key.pem" \
  --service-account-signing-key-file "$work/key.pem" --service-account-issuer https://dry-run.local \
  --token-auth-file "$work/tokens" --authorization-mode RBAC --disable-admission-plugins ServiceAccount \
  >"$work/api.log" 2>&1 &
pids+=($!)
kube() {
  kubectl --kubeconfig /dev/null --server "https://127.0.0.1:$api" --insecure-skip-tls-verify --token "$token" "$@"
}
for _ in $(seq 240); do
  kube get namespace default >/dev/null 2>&1 && break
  kill -0 "${pids[@]}" 2>/dev/null || { tail -n 5 "$work"/*.log >&2; exit 1; }
  sleep 0.5
done
kube get namespace default >/dev/null # says what is wrong if the server is still not there
# The server warns about pods that break the strictest profile.
kube label namespace default pod-security.kubernetes.io/warn=restricted >/dev/null
for folder in ${CRDS:-}; do kube apply --server-side -f "$folder" >/dev/null; done
[ -z "${CRDS:-}" ] || kube wait --for condition=established --timeout 60s crd --all >/dev/null

dry() { kube apply --dry-run=server --validate=strict -f "$1"; }
for file in "$@"; do
  echo "-- $(basename "$file")"
  dry "$file"
done

refused() { # NAME FILE SED-SCRIPT
  sed "$3" "$2" >"$work/edited.yaml"
  if cmp -s "$2" "$work/edited.yaml" || dry "$work/edited.yaml" >"$work/out" 2>&1; then
    echo "not refused: $1" >&2
    exit 1
  fi
  echo "refused: $1: $(grep -m 1 -i -E 'invalid|error' "$work/out" | cut -c 1-160)"
}
autoscaled=$(grep -l 'kind: HorizontalPodAutoscaler' "$@" | head -n 1)
refused "an autoscaler with min > max" "$autoscaled" 's/maxReplicas: [0-9]*/maxReplicas: 1/'
refused "a disruption budget with both limits" "$1" 's/^  maxUnavailable: 1/  maxUnavailable: 1\n  minAvailable: 1/'
refused "a selector that misses its pods" "$1" '/kind: Deployment/,/  template:/s/component: server/component: other/'
