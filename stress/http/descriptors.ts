import { readdirSync, readFileSync } from "node:fs";

/** Descriptors that the tester needs besides its connections: files, pipes, event queues. */
const OTHER_DESCRIPTORS = 64;

let knownLimit: number | null = null;

/**
 * Returns how many files and sockets this process may open (`ulimit -n`); Infinity if the system does not tell. The limit
 * is read once, since reading it needs a descriptor. It must be read before the last descriptor is used.
 */
export function descriptorLimit(): number {
  knownLimit ??= readLimit();
  return knownLimit;
}

function readLimit(): number {
  try {
    const [, soft = ""] =
      /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return Number(soft) || Infinity;
  } catch {
    return Infinity;
  }
}

/** Returns why a process cannot open a connection for each of `requests` at once; null if it can. */
export function descriptorError(requests: number, limit = descriptorLimit()): string | null {
  if (requests + OTHER_DESCRIPTORS <= limit) return null;
  return `${requests} connections at once are more than this process may open (${limit} files, ulimit -n): raise the limit with "ulimit -n ${requests + OTHER_DESCRIPTORS}", or share the requests among --workers`;
}

/** Returns true if this process has no descriptor left for a connection. `connections` are those it has open. */
export function outOfDescriptors(connections: number): boolean {
  const limit = descriptorLimit();
  // Counting takes as long as the list of descriptors, so it is left out while few can be open.
  if (connections + OTHER_DESCRIPTORS < limit / 2) return false;
  try {
    return readdirSync("/proc/self/fd").length >= limit - 1;
  } catch {
    return true; // reading the folder needs a descriptor too
  }
}
