import { afterAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { event, openFakeLm } from "../src/lm/lm.fake.ts";
import { startServer } from "./process.fake.ts";

const folder = await mkdtemp(join(tmpdir(), "utter-drain-"));
const lm = openFakeLm();
const children: { kill(signal: "SIGKILL"): void }[] = [];
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await lm.close();
  await rm(folder, { recursive: true });
});

/** Tokens of one answer; the last 40 come when the test says so. */
const [TOKENS, HELD] = [100, 40];
const STREAMS = 20;

/** A speech LM whose every generation stops before its last tokens until `gate` opens. */
function holdBack(gate: Promise<void>): void {
  lm.answers = [
    () =>
      new Response(
        (async function* wire() {
          for (let token = 0; token < TOKENS; token += 1) {
            if (token === TOKENS - HELD) await gate;
            yield `data: ${event(token, token === TOKENS - 1 ? "stop" : null)}\n\n`;
          }
          yield "data: [DONE]\n\n";
        })(),
        { headers: { "content-type": "text/event-stream" } },
      ),
  ];
}

/** The server before that LM; what `streams` say has begun and can't end before the gate opens. */
async function speaking(streams: number) {
  const gate = Promise.withResolvers<void>();
  holdBack(gate.promise);
  const server = await startServer({
    TTS_API: lm.url,
    SPEAKERS: "husein",
    DEVICE: "cpu",
    DECODER_MODEL: "fixtures/decoder.onnx",
    MODEL_DIR: folder,
    // Longer than the test may take: what ends is not ended by this.
    DRAIN_TIMEOUT_S: "600",
  });
  children.push(server.child);
  const begun = await Promise.all(
    Array.from({ length: streams }, () => server.say({ input: "Hello there, my friend." })),
  );
  expect(begun.map((response) => response.status)).toEqual(Array(streams).fill(200));
  return { ...server, gate, begun };
}

const status = async (url: string): Promise<number> => (await fetch(url)).status;

test("SIGTERM in the middle of 20 streams: no new work, all end whole, exit code 0", async () => {
  const { child, url, say, gate, begun } = await speaking(STREAMS);
  child.kill("SIGTERM");
  while ((await status(`${url}/ready`)) === 200) await Bun.sleep(2);
  expect(await status(`${url}/ready`)).toBe(503);
  expect((await say({ input: "One more." })).status).toBe(503);
  expect(await status(`${url}/health`)).toBe(200);
  expect(child.exitCode).toBeNull();
  gate.resolve();
  const lengths = await Promise.all(begun.map(async (each) => (await each.bytes()).length));
  // What an undisturbed answer has: 480 samples of two bytes a token.
  expect(lengths).toEqual(Array(STREAMS).fill(TOKENS * 480 * 2));
  expect(await child.exited).toBe(0);
}, 60_000);

test("a second signal ends running streams at once, and the exit code says that they were cut", async () => {
  const { child, url, begun } = await speaking(STREAMS);
  const cut = begun.map(async (each) => (await each.bytes()).length);
  const outcomes = Promise.allSettled(cut);
  child.kill("SIGTERM");
  while ((await status(`${url}/ready`)) === 200) await Bun.sleep(2);
  // Signals that follow each other closely are one; nothing but a signal can end these streams.
  while (child.exitCode === null) {
    child.kill("SIGTERM");
    await Bun.sleep(50);
  }
  expect(child.exitCode).toBe(1);
  expect((await outcomes).map((outcome) => outcome.status)).toEqual(
    Array(STREAMS).fill("rejected"),
  );
}, 60_000);
