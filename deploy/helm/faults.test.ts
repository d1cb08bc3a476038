import { expect, test } from "bun:test";
import { faultsOf } from "./faults.ts";
import { parseManifests } from "./manifest.ts";

const METRICS = ["utter_listeners_share"];

const GOOD = `
kind: ConfigMap
metadata: { name: utter }
data: { DRAIN_TIMEOUT_S: "30" }
---
kind: Deployment
metadata: { name: utter }
spec:
  selector: { matchLabels: { app: utter } }
  template:
    metadata: { labels: { app: utter, version: "1" } }
    spec:
      terminationGracePeriodSeconds: 40
      securityContext: { runAsNonRoot: true }
      containers:
        - name: server
          ports: [{ name: http, containerPort: 9091 }]
          lifecycle: { preStop: { exec: { command: [sleep, "5"] } } }
          securityContext: { readOnlyRootFilesystem: true }
          volumeMounts: [{ name: models, mountPath: /models }]
      volumes: [{ name: models, emptyDir: {} }]
---
kind: Service
metadata: { name: utter }
spec:
  selector: { app: utter }
  ports: [{ port: 80, targetPort: http }]
---
kind: PodDisruptionBudget
metadata: { name: utter }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: utter } }
---
kind: HorizontalPodAutoscaler
metadata: { name: utter }
spec:
  scaleTargetRef: { kind: Deployment, name: utter }
  minReplicas: 2
  maxReplicas: 8
  metrics: [{ type: Pods, pods: { metric: { name: utter_listeners_share } } }]
---
kind: StatefulSet
metadata: { name: lm }
spec:
  selector: { matchLabels: { app: lm } }
  volumeClaimTemplates: [{ metadata: { name: cache } }]
  template:
    metadata: { labels: { app: lm } }
    spec:
      containers: [{ name: vllm, command: [vllm, serve], volumeMounts: [{ name: cache }] }]
`;

/** Returns the faults of GOOD after a replacement. */
function faults(from = "", to = ""): readonly string[] {
  if (!GOOD.includes(from)) throw new Error(`the manifests have no ${from}`);
  return faultsOf(parseManifests(GOOD.replace(from, to)), METRICS);
}

test("objects that fit together have no fault", () => {
  expect(faults()).toEqual([]);
});

test.each([
  ["maxReplicas: 8", "maxReplicas: 1", "minReplicas 2 > 1"],
  ["maxUnavailable: 1", "maxUnavailable: 1\n  minAvailable: 1", "set one of minAvailable"],
  ["maxUnavailable: 1", "{}", "set one of minAvailable"],
  ["matchLabels: { app: utter }", "matchLabels: { app: other }", "matches no pod"],
  ["selector: { app: utter }", "selector: { app: other }", "matches no pod"],
  ["selector: { app: utter }", "selector: {}", "matches no pod"],
  ["targetPort: http", "targetPort: web", "no container has the port web"],
  ["name: models, emptyDir", "name: data, emptyDir", "server mounts models, which is no volume"],
  ["metadata: { name: cache }", "metadata: { name: hub }", "vllm mounts cache, which is no volume"],
  ["terminationGracePeriodSeconds: 40", "{}", "grace period 30 s is not longer than 35 s"],
  ["Seconds: 40", "Seconds: 35", "grace period 35 s is not longer than 35 s"],
  ["readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "root file system"],
  ["runAsNonRoot: true", "runAsUser: 0", "may run as root"],
  ["name: utter_listeners_share", "name: utter_listener_share", "adapter has no utter_listener_sh"],
  ["metrics: [{ type: Pods, pods: { metric: { name: utter_listeners_share } } }]", "", "no metric"],
  ["kind: Deployment, name: utter", "kind: Deployment, name: tts", "there is no Deployment tts"],
  ["spec:\n  selector: { match", "spec:\n  replicas: 2\n  selector: { match", "fixes the replicas"],
  [
    "kind: Service\nmetadata: { name: utter }",
    "kind: Service\nmetadata: { name: a.b }",
    "no DNS label",
  ],
  [
    "kind: Service\nmetadata: { name: utter }",
    "kind: Service\nmetadata: { name: 2b }",
    "no DNS label",
  ],
  ["metadata: { name: lm }", `metadata: { name: ${"l".repeat(53)} }`, "longer than 52 characters"],
])("%p as %p is a fault", (from, to, fault) => {
  const changed = to === "{}" ? "" : to;
  expect(faults(from, changed)).toContainEqual(expect.stringContaining(fault));
});
