import { availableParallelism, cpus } from "node:os";

/** Describes the conditions of a run: date, cores, processor and Bun version. */
export function machineLine(): string {
  const model = cpus()[0]?.model ?? "unknown processor";
  return `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, ${model}, Bun ${Bun.version}`;
}
