#!/usr/bin/env bash
# Checks recording rules, alerts and their unit tests with promtool.
set -euo pipefail
cd "$(dirname "$0")"
if ! command -v promtool >/dev/null; then
  echo "promtool is missing. Debian, Ubuntu: apt-get install prometheus. Others: https://prometheus.io/download" >&2
  exit 2
fi
promtool check rules rules.yml alerts.yml
promtool check config --syntax-only prometheus.yml
promtool test rules tests/*.yml

# The tests must notice a wrong threshold, a wrong range and a missing alert.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for fault in 's/faults:ratio > 0.01/faults:ratio > 0.5/' 's/ratio > 0.85/ratio > 0.1/' 's/alert: UtterLmDown/alert: UtterLmGone/'; do
  cp -r ./*.yml tests "$work"
  sed -i "$fault" "$work/alerts.yml"
  if cmp -s alerts.yml "$work/alerts.yml" || (cd "$work" && promtool test rules tests/*.yml >/dev/null 2>&1); then
    echo "not noticed: $fault" >&2
    exit 1
  fi
  echo "noticed: $fault"
done
