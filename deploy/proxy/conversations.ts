import { openTalker, type Talker, type Turn } from "../../bench/talk/talker.ts";
import { type Crowd, REPLIES, SPREAD_MS } from "./crowd.ts";

const TOKENS_PER_S = 50;
/** Pause after a refusal, milliseconds. */
const PAUSE_MS = 1000;
/** Connections that a client tries for one reply. */
const TRIES = 5;
/** Least part of a reply's length that a turn has. Its clauses depend on when tokens arrive, and so do its pauses. */
const WHOLE = 0.85;

/**
 * Runs conversations over ElevenLabs' socket: the reply of a model token by token, then a pause while it is heard. When
 * the server closes a socket, the client opens another one, and speaks a reply again of which nothing has been heard: as
 * the libraries do.
 */
export async function conversations({ url, count, tally, signal, lengths }: Crowd): Promise<void> {
  const converse = async (index: number): Promise<void> => {
    await Bun.sleep((index * SPREAD_MS) / count);
    let talker: Talker | null = null;
    for (let at = index % REPLIES.length; !signal.aborted; at = (at + 1) % REPLIES.length) {
      for (let tries = 1; tries <= TRIES; tries += 1) {
        if (talker?.isOpen !== true) talker = await openTalker(url).catch(() => null);
        if (talker === null) {
          tally.add("refused", { firstMs: Number.NaN, why: "no socket" });
          await Bun.sleep(PAUSE_MS);
          continue;
        }
        const turn = await talker.turn(REPLIES[at]!, { tokensPerS: TOKENS_PER_S });
        const outcome = outcomeOf(turn, lengths.replies[at] ?? 0);
        const why = turn.error ?? `${turn.audioS.toFixed(1)} s`;
        const firstMs = turn.audibleMs - turn.firstTokenMs;
        tally.add(outcome, outcome === "complete" ? { firstMs } : { firstMs, why });
        if (turn.audioS === 0) {
          await Bun.sleep(PAUSE_MS);
          continue;
        }
        await Bun.sleep(Math.max(0, turn.audibleMs + turn.audioS * 1000 - performance.now()));
        break;
      }
    }
    talker?.close();
  };
  await Promise.all(Array.from({ length: count }, (_, index) => converse(index)));
}

function outcomeOf({ error, audioS }: Turn, wholeS: number): "complete" | "cut" | "repeated" {
  if (error !== null && audioS === 0) return "repeated";
  return error === null && audioS >= WHOLE * wholeS ? "complete" : "cut";
}
