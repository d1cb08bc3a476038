import { availableParallelism, cpus } from "node:os";

/** One line that says where and when figures were taken. */
export function machineLine(): string {
  const model = cpus()[0]?.model ?? "unknown processor";
  return `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, ${model}, Bun ${Bun.version}`;
}
