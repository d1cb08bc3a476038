import type { Ask } from "../clients/client.ts";
import type { Draws, LevelPlan } from "./plan.ts";
import { plannedRequests } from "./part.ts";
import { createRandom, pick } from "../../src/stats/random.ts";

/**
 * Draws text and voice of request `seq` of `level`. Equal seeds give equal requests in every process and against every
 * server.
 */
export function drawAsk({ texts, voices, seed }: Draws, level: string, seq: number): Ask {
  const random = createRandom("ask", seed, level, seq);
  return { text: pick(texts, random), voice: pick(voices, random) };
}

/** Number of draws that are hashed for a level that is limited by its duration instead of a number of requests. */
const HASHED_DRAWS = 1000;

/**
 * Returns the SHA-256 of all planned instants, texts and voices, in hexadecimal. Runs with equal hashes sent equal
 * requests.
 */
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
