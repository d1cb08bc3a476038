import { expect, test } from "bun:test";
import { join } from "node:path";
import { parseInvocation } from "../stress/options/options.ts";

test("the Kubernetes Job has one pod per shard of its command", async () => {
  const text = await Bun.file(join(import.meta.dir, "./stress-job.yaml")).text();
  const job = Bun.YAML.parse(text) as {
    spec: {
      completionMode: string;
      completions: number;
      parallelism: number;
      template: { spec: { containers: { args: string[] }[] } };
    };
  };
  expect(job.spec.completionMode).toBe("Indexed");
  expect(job.spec.parallelism).toBe(job.spec.completions);
  const line = job.spec.template.spec.containers[0]?.args[0] ?? "";
  const command = line
    .replaceAll("$JOB_COMPLETION_INDEX", "3")
    .replaceAll("START_AT", "2999-01-31T12:00:00Z");
  const [, , , , ...argv] = command.split(/\s+/);
  const invocation = parseInvocation(argv);
  if (invocation.kind !== "sweep") throw new Error(`Expected a sweep, got ${command}`);
  expect(invocation.options).toMatchObject({
    shard: { index: 3, count: job.spec.completions },
    startAt: Date.parse("2999-01-31T12:00:00Z"),
    benchmarkName: "shard-3",
  });
});
