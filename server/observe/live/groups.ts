import type { AccessRecord } from "../record.ts";
import { bucketOf, type GroupSample } from "./sample.ts";

/** Errors of requests that were refused because of the load. */
const REFUSALS: readonly (string | undefined)[] = ["overloaded", "not_ready"];

/** The count of a group that an outcome increases. */
const COUNT_OF = {
  ok: "ok",
  refused: "refused",
  error: "failed",
  broken: "failed",
  left: "left",
  stalled: "left",
} as const satisfies Record<AccessRecord["outcome"], keyof GroupSample>;

/** Returns a request that has ended as a group of one; null if it asked for no speech, or for one that cannot be given. */
export function groupOf({ speech, face, outcome, error }: AccessRecord): GroupSample | null {
  const isRefusal = REFUSALS.includes(error);
  if (speech === undefined ? !isRefusal : outcome === "refused" && !isRefusal) return null;
  const firstAudioMs = speech?.firstAudioMs;
  return {
    engine: speech?.engine ?? "",
    face,
    ok: 0,
    refused: 0,
    failed: 0,
    left: 0,
    [COUNT_OF[outcome]]: 1,
    stalls: speech?.stalls ?? 0,
    firstAudio: firstAudioMs === undefined ? [] : [[bucketOf(firstAudioMs), 1]],
  };
}
