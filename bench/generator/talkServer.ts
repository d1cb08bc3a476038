import { epochMs } from "../../stress/load/time.ts";
import { tone } from "../../stress/server.fake.ts";
import { createTalkServer, type FakeReply } from "../../stress/talk/server.fake.ts";
import { createRandom } from "../../src/stats/random.ts";
import type { Truth } from "./talkAccuracy.ts";

// A server of conversations with known delays, in a process of its own. It sends its port, and its truths when asked.

/** Length of a piece of sound, and the interval at which pieces are sent. */
const PIECE_MS = 20;
const BYTES_PER_MS = 48;

const random = createRandom("delays");
let truths: Truth[] = [];

/**
 * Answers after 5 to 305 ms with up to 120 ms of silence, then with sound in pieces. After an interruption, sound still
 * comes for up to 60 ms, then the acknowledgement.
 */
async function speak(reply: FakeReply): Promise<void> {
  const over = new AbortController();
  void Promise.race([reply.finished, reply.cancelled]).then(() => over.abort());
  let cancelMs: number | null = null;
  void reply.cancelled.then(() => (cancelMs = epochMs()));
  await Bun.sleep(5 + 300 * random());
  const silenceMs = Math.round(120 * random());
  const sentMs = epochMs();
  reply.audio(Buffer.concat([Buffer.alloc(silenceMs * BYTES_PER_MS), tone(PIECE_MS)]));
  const firstTokenMs = reply.tokensMs[0] ?? NaN;
  const truth = {
    connection: reply.connection,
    soundMs: sentMs + silenceMs - firstTokenMs,
    byteMs: sentMs - firstTokenMs,
  };
  while (!over.signal.aborted) {
    await Bun.sleep(PIECE_MS);
    reply.audio(tone(PIECE_MS));
  }
  await Bun.sleep(0);
  const cancelledMs: number | null = cancelMs;
  if (cancelledMs === null) {
    reply.end();
    truths.push({ ...truth, cancel: null });
    return;
  }
  await Bun.sleep(60 * random());
  const lastSoundMs = epochMs();
  reply.audio(tone(PIECE_MS));
  await Bun.sleep(60 * random());
  const acknowledgedMs = epochMs();
  reply.end();
  const cancel = {
    lastSoundMs: lastSoundMs - cancelledMs,
    acknowledgedMs: acknowledgedMs - cancelledMs,
  };
  truths.push({ ...truth, cancel });
}

const server = createTalkServer(speak);
process.send?.(server.url);
process.on("message", () => {
  process.send?.(truths);
  truths = [];
});
process.on("disconnect", () => process.exit(0));
