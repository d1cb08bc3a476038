import type { Ask } from "../clients/client.ts";
import type { Draws, LevelPlan } from "./plan.ts";
import { plannedRequests } from "./part.ts";
import { createRandom, pick } from "../../src/stats/random.ts";

/**
 * What request `seq` of `level` says and in which voice: drawn from the seed alone, so that equal seeds give equal
 * texts whatever the server does, and whichever process draws.
 */
export function drawAsk({ texts, voices, seed }: Draws, level: string, seq: number): Ask {
  const random = createRandom("ask", seed, level, seq);
  return { text: pick(texts, random), voice: pick(voices, random) };
}

/** Draws that enter the hash of a level whose number of requests is open. */
const HASHED_DRAWS = 1000;

/** A hash of every planned instant, text and voice: two runs with the same hash asked for the same. */
export function hashSchedule(plans: readonly LevelPlan[]): string {
  const hasher = new Bun.CryptoHasher("sha256");
  for (const { label, load, draws } of plans) {
    const count = plannedRequests(load) ?? HASHED_DRAWS;
    const arrivals =
      load.kind === "open"
        ? Array.from(load.offsetsMs, (offsetMs) => Math.round(offsetMs * 1000))
        : [load.concurrency, load.requests, load.durationMs];
    hasher.update(JSON.stringify([label, arrivals]));
    for (let seq = 0; seq < count; seq++) hasher.update(JSON.stringify(drawAsk(draws, label, seq)));
  }
  return hasher.digest("hex");
}
