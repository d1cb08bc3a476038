import { mkdir, rmdir, stat } from "node:fs/promises";

const ROOT = "/sys/fs/cgroup";

/** A group of processes with a memory limit (Linux; needs root). */
export interface MemoryGroup {
  /** Puts the calling process into the group: a command of sh. */
  readonly enter: string;
  /** Removes the group, after its processes have ended. */
  remove(): Promise<void>;
}

/** Creates a group that may use `bytes`, by cgroup v1 or v2. Throws an Error if the system does not allow it. */
export async function createMemoryGroup(bytes: number): Promise<MemoryGroup> {
  const isFirst = await stat(`${ROOT}/memory`).then(
    () => true,
    () => false,
  );
  const folder = `${ROOT}/${isFirst ? "memory/" : ""}utter-trial-${process.pid}`;
  await mkdir(folder);
  await Bun.write(`${folder}/${isFirst ? "memory.limit_in_bytes" : "memory.max"}`, String(bytes));
  return {
    enter: `echo $$ > ${folder}/cgroup.procs`,
    remove: () => rmdir(folder),
  };
}
