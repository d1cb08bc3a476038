import { availableParallelism, cpus } from "node:os";

/** Date, cores, processor and Bun version: the conditions of a run. */
export function machineLine(): string {
  const model = cpus()[0]?.model ?? "unknown processor";
  return `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, ${model}, Bun ${Bun.version}`;
}
