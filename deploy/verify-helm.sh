#!/usr/bin/env bash
# Checks the Helm chart with three sets of values: helm lint, helm template, the schemas of Kubernetes, and what must hold
# between the objects (helm/check.ts). Then plants faults, which must be refused.
# With kube-apiserver, etcd and kubectl on the PATH, a real API server checks the objects too (helm/dry-run.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
missing=0
need() {
  command -v "$1" >/dev/null && return
  echo "$1 is missing: $2" >&2
  missing=2
}
need helm "go install helm.sh/helm/v3/cmd/helm@v3.22.0, or https://helm.sh/docs/intro/install"
need kubernetes-validate "pip install kubernetes-validate"
[ "$missing" = 0 ] || exit "$missing"

chart=deploy/helm/utter
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Helm follows the links to deploy/observe and says so each time.
quiet() {
  "$@" 2>"$work/err" && return
  grep -v "symbolic link" "$work/err" >&2
  return 1
}
render() { quiet helm template speech "$chart" --kube-version 1.34 -f "$chart/ci/$1-values.yaml" "${@:2}"; }
# kubernetes-validate knows the objects of Kubernetes itself, not those of operators.
schemas() {
  bun deploy/helm/core.ts <"$1" >"$work/core.yaml"
  kubernetes-validate --strict --no-warn --quiet "$work/core.yaml"
}
check() { bun deploy/helm/check.ts <"$1"; }

for values in cpu gpu-external gpu-cluster; do
  echo "== $values"
  quiet helm lint --strict --quiet --kube-version 1.34 "$chart" -f "$chart/ci/$values-values.yaml"
  render "$values" >"$work/$values.yaml"
  schemas "$work/$values.yaml"
  check "$work/$values.yaml"
done
render cpu --set stress.enabled=true >"$work/default-stress.yaml" # start time and arguments by default
check "$work/default-stress.yaml"

echo "== planted faults"
refused() {
  if "${@:2}" >"$work/out" 2>&1; then
    echo "not refused: $1" >&2
    exit 1
  fi
  echo "refused: $1: $(grep -v '^ *$' "$work/out" | grep -v -E '^(Error: values|utter:$)|symbolic link' | head -n 1 | cut -c 1-120)"
}
edited() { # FILE SED-SCRIPT
  sed "$2" "$work/$1.yaml" >"$work/edited.yaml"
  ! cmp -s "$work/$1.yaml" "$work/edited.yaml" || { echo "changed nothing: $2" >&2; exit 1; }
}
refused "replicas: three" render cpu --set server.replicas=three
refused "an unknown value" render cpu --set server.replica=3
refused "an unknown setting" render cpu --set server.settings.SPEKERS=a
refused "a key among the settings" render cpu --set server.settings.API_KEYS=secret
refused "cuda without a speech LM" render cpu --set server.device=cuda
refused "two kinds of speech LM" render gpu-cluster --set 'speechLm.urls={http://lm:8000}'
refused "minReplicas over maxReplicas" render gpu-cluster --set autoscaling.maxReplicas=1
refused "a setting that the server refuses" bash -c "helm template speech $chart --kube-version 1.34 -f $chart/ci/cpu-values.yaml \
  --set server.settings.LOG_LEVEL=loud | bun deploy/helm/check.ts"
edited cpu 's/containerPort: 9091/containerPort: http/'
refused "a port that is no number" schemas "$work/edited.yaml"
edited cpu 's/readOnlyRootFilesystem: true/readOnlyRootFileSystem: true/'
refused "an unknown field" schemas "$work/edited.yaml"
edited gpu-cluster 's/maxReplicas: 8/maxReplicas: 1/'
refused "an autoscaler with min > max" check "$work/edited.yaml"
edited cpu 's/^  maxUnavailable: 1/  maxUnavailable: 1\n  minAvailable: 1/'
refused "a disruption budget with both limits" check "$work/edited.yaml"
edited cpu '/kind: Deployment/,/  template:/s/component: server/component: other/'
refused "a selector that misses its pods" check "$work/edited.yaml"
edited cpu 's/name: tmp, mountPath/name: temp, mountPath/'
refused "a mount without a volume" check "$work/edited.yaml"
edited cpu 's/terminationGracePeriodSeconds: 40/terminationGracePeriodSeconds: 30/'
refused "a grace period shorter than the drain" check "$work/edited.yaml"

if command -v kube-apiserver >/dev/null && command -v etcd >/dev/null && command -v kubectl >/dev/null; then
  echo "== a real API server"
  deploy/helm/dry-run.sh "$work"/{cpu,gpu-external,gpu-cluster}.yaml
else
  echo "no real API server: kube-apiserver, etcd and kubectl are not all on the PATH (docs/kubernetes.md)"
fi
