import type { Ask } from "../clients/client.ts";
import { drawReply, drawVoice } from "../reply/reply.ts";
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
  for (const plan of plans) {
    hasher.update(JSON.stringify([plan.label, arrivalsOf(plan)]));
    const count = plannedRequests(plan.load) ?? HASHED_DRAWS;
    for (let seq = 0; seq < count; seq++) hasher.update(JSON.stringify(drawnFor(plan, seq)));
  }
  return hasher.digest("hex");
}

/** Returns what determines when requests are sent. */
function arrivalsOf({ load }: LevelPlan): readonly unknown[] {
  if (load.kind === "open")
    return Array.from(load.offsetsMs, (offsetMs) => Math.round(offsetMs * 1000));
  if (load.kind === "closed") return [load.concurrency, load.requests, load.durationMs];
  return [load.startsMs, load.turns, load.durationMs, load.pauseMs, load.listens];
}

/** Returns what is drawn for request `seq`: text and voice, or a reply and the voice of its conversation. */
function drawnFor({ label, load, draws }: LevelPlan, seq: number): unknown {
  if (load.kind !== "conversations") return drawAsk(draws, label, seq);
  const conversation = Math.floor(seq / load.turns);
  const place = { level: label, conversation, turn: seq % load.turns };
  return [drawReply(draws, load.replies, place), drawVoice(draws, place)];
}
