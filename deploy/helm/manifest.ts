import { z } from "zod";

const labels = z.record(z.string(), z.string());

const container = z.looseObject({
  name: z.string(),
  command: z.array(z.string()).default([]),
  args: z.array(z.string()).default([]),
  ports: z.array(z.looseObject({ name: z.string(), containerPort: z.int() })).default([]),
  volumeMounts: z.array(z.looseObject({ name: z.string() })).default([]),
  lifecycle: z
    .looseObject({ preStop: z.looseObject({ exec: z.object({ command: z.array(z.string()) }) }) })
    .optional(),
  securityContext: z.looseObject({ readOnlyRootFilesystem: z.boolean().optional() }).default({}),
});

const pod = z.looseObject({
  metadata: z.looseObject({ labels: labels.default({}) }),
  spec: z.looseObject({
    terminationGracePeriodSeconds: z.int().default(30),
    securityContext: z.looseObject({ runAsNonRoot: z.boolean().optional() }).default({}),
    initContainers: z.array(container).default([]),
    containers: z.array(container).min(1),
    volumes: z.array(z.looseObject({ name: z.string() })).default([]),
  }),
});

/** The members of a Kubernetes object that the checks read; others are kept. */
const manifestSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  data: z.record(z.string(), z.string()).default({}),
  spec: z
    .looseObject({
      selector: z.unknown(),
      template: pod.optional(),
      volumeClaimTemplates: z.array(z.looseObject({ metadata: z.object({ name: z.string() }) })),
      ports: z.array(z.looseObject({ targetPort: z.union([z.string(), z.int()]).optional() })),
      minReplicas: z.int(),
      maxReplicas: z.int(),
      minAvailable: z.union([z.string(), z.int()]),
      maxUnavailable: z.union([z.string(), z.int()]),
      scaleTargetRef: z.looseObject({ kind: z.string(), name: z.string() }),
      metrics: z.array(
        z.looseObject({ pods: z.looseObject({ metric: z.object({ name: z.string() }) }) }),
      ),
    })
    .partial()
    .default({}),
});

export type Manifest = z.output<typeof manifestSchema>;
export type Container = z.output<typeof container>;
export type Pod = NonNullable<Manifest["spec"]["template"]>;

/** Parses the YAML of `helm template`. Throws a ZodError if an object has not the form of its kind. */
export function parseManifests(yaml: string): readonly Manifest[] {
  return [Bun.YAML.parse(yaml)]
    .flat()
    .filter((document) => document !== null)
    .map((document) => manifestSchema.parse(document));
}

/** Returns the labels by which an object selects pods; empty if it selects none. */
export function selectorOf({ spec }: Manifest): Readonly<Record<string, string>> {
  const nested = z.looseObject({ matchLabels: labels }).safeParse(spec.selector);
  return nested.success ? nested.data.matchLabels : (labels.safeParse(spec.selector).data ?? {});
}
