import { type Manifest, type Pod, selectorOf } from "./manifest.ts";

/** Kinds whose `selector` must match the labels of their own pods. */
const OWNERS = new Set(["Deployment", "StatefulSet"]);
/** Kinds whose `selector` must match the pods of another object. */
const FOLLOWERS = new Set(["Service", "PodDisruptionBudget"]);

/**
 * Longest name of a kind, characters, where it is not 253. Names of Jobs and Services are labels. A StatefulSet names a
 * label of its pods after itself, with eleven characters more.
 */
const LONGEST_NAMES: Readonly<Record<string, number>> = { Job: 63, Service: 63, StatefulSet: 52 };
/** Form of the name of a Service: a DNS label that begins with a letter. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Returns what is wrong between the objects of a rendered chart, one line each. Schemas check each object alone; these
 * are mistakes that only a real API server or a running cluster would find.
 *
 * @example
 * faultsOf(parseManifests(yaml), ["utter_listeners_share"]); // []
 */
export function faultsOf(
  manifests: readonly Manifest[],
  autoscalerMetrics: readonly string[],
): readonly string[] {
  const pods = manifests.flatMap(({ spec }) => spec.template ?? []);
  return manifests.flatMap((manifest) => {
    const { kind, metadata, spec } = manifest;
    const found = [
      ...nameFaults(manifest),
      ...selectorFaults(manifest, pods),
      ...(spec.template === undefined ? [] : podFaults(manifest, spec.template)),
      ...(kind === "PodDisruptionBudget" ? budgetFaults(manifest) : []),
      ...(kind === "HorizontalPodAutoscaler"
        ? autoscalerFaults(manifest, manifests, autoscalerMetrics)
        : []),
      ...(kind === "Deployment" ? drainFaults(manifest, manifests) : []),
    ];
    return found.map((fault) => `${kind} ${metadata.name}: ${fault}`);
  });
}

function nameFaults({ kind, metadata: { name } }: Manifest): readonly string[] {
  const longest = LONGEST_NAMES[kind] ?? 253;
  return [
    ...(name.length > longest ? [`the name is longer than ${longest} characters`] : []),
    ...(kind === "Service" && !SERVICE_NAME.test(name) ? ["the name is no DNS label"] : []),
  ];
}

function selectorFaults(manifest: Manifest, pods: readonly Pod[]): readonly string[] {
  const { kind, spec } = manifest;
  const isOwner = OWNERS.has(kind);
  if (!isOwner && !FOLLOWERS.has(kind)) return [];
  const wanted = Object.entries(selectorOf(manifest));
  const candidates = isOwner ? [spec.template].filter((pod) => pod !== undefined) : pods;
  const selected = candidates.filter(({ metadata }) =>
    wanted.every(([name, value]) => metadata.labels[name] === value),
  );
  if (wanted.length === 0 || selected.length === 0)
    return [`the selector ${JSON.stringify(selectorOf(manifest))} matches no pod`];
  const ports = new Set(
    selected.flatMap((pod) => pod.spec.containers.flatMap((each) => each.ports)).map((p) => p.name),
  );
  return (spec.ports ?? []).flatMap(({ targetPort }) =>
    typeof targetPort === "string" && !ports.has(targetPort)
      ? [`no container has the port ${targetPort}`]
      : [],
  );
}

function podFaults({ spec }: Manifest, pod: Pod): readonly string[] {
  const { initContainers, containers, volumes, securityContext } = pod.spec;
  const claimed = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name);
  const known = new Set([...volumes.map(({ name }) => name), ...claimed]);
  const all = [...initContainers, ...containers];
  const mounts = all.flatMap(({ name, volumeMounts }) =>
    volumeMounts.flatMap((mount) =>
      known.has(mount.name) ? [] : [`${name} mounts ${mount.name}, which is no volume of the pod`],
    ),
  );
  // vLLM's image writes to its root; ours does not.
  const own = all.filter(({ command }) => command[0] !== "vllm");
  const writable = own.filter((each) => each.securityContext.readOnlyRootFilesystem !== true);
  const isRoot = own.length > 0 && securityContext.runAsNonRoot !== true;
  return [
    ...mounts,
    ...writable.map(({ name }) => `${name} has a root file system that can be written`),
    ...(isRoot ? ["the pod may run as root"] : []),
  ];
}

function budgetFaults({ spec }: Manifest): readonly string[] {
  const limits = [spec.minAvailable, spec.maxUnavailable].filter((limit) => limit !== undefined);
  return limits.length === 1 ? [] : ["set one of minAvailable and maxUnavailable"];
}

function autoscalerFaults(
  { spec }: Manifest,
  manifests: readonly Manifest[],
  known: readonly string[],
): readonly string[] {
  const { minReplicas = 1, maxReplicas = 0, scaleTargetRef, metrics = [] } = spec;
  const target = manifests.find(
    ({ kind, metadata }) => kind === scaleTargetRef?.kind && metadata.name === scaleTargetRef.name,
  );
  const names = metrics.map(({ pods }) => pods.metric.name);
  return [
    ...(minReplicas > maxReplicas ? [`minReplicas ${minReplicas} > ${maxReplicas}`] : []),
    ...(target === undefined
      ? [`there is no ${scaleTargetRef?.kind} ${scaleTargetRef?.name}`]
      : []),
    ...(target?.spec["replicas"] === undefined ? [] : ["its target fixes the replicas"]),
    ...(names.length === 0 ? ["it has no metric"] : []),
    ...names.filter((name) => !known.includes(name)).map((name) => `the adapter has no ${name}`),
  ];
}

/** The grace period must be longer than the wait before SIGTERM and the drain together. */
function drainFaults({ spec }: Manifest, manifests: readonly Manifest[]): readonly string[] {
  if (spec.template === undefined) return [];
  const { containers, terminationGracePeriodSeconds: graceS } = spec.template.spec;
  const settings = manifests.find(({ data }) => data["DRAIN_TIMEOUT_S"] !== undefined);
  const drainS = Number(settings?.data["DRAIN_TIMEOUT_S"]);
  const sleeps = containers.map(({ lifecycle }) => Number(lifecycle?.preStop.exec.command.at(-1)));
  const needed = drainS + Math.max(...sleeps);
  return graceS > needed ? [] : [`the grace period ${graceS} s is not longer than ${needed} s`];
}
