import { afterAll, expect, test } from "bun:test";
import { event, type FakeLm, openFakeLm } from "../src/lm/lm.fake.ts";
import { type KeptConnection, openConnection } from "./behaviour/connection.fake.ts";
import { startServer } from "./process.fake.ts";

const lms: FakeLm[] = [];
const children: { kill(signal: "SIGKILL"): void }[] = [];
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(lms.map((lm) => lm.close()));
});

/** Tokens per generation, and how many of them the LM holds back until the test's gate opens. */
const [TOKENS, GATED_TOKENS] = [100, 40];
const STREAMS = 20;

/** Opens a speech LM whose generations pause before the last GATED_TOKENS tokens until `gate` resolves. */
function openGatedLm(gate: Promise<void>): FakeLm {
  const lm = openFakeLm();
  lms.push(lm);
  lm.answers = [
    () =>
      new Response(
        (async function* wire() {
          for (let token = 0; token < TOKENS; token += 1) {
            if (token === TOKENS - GATED_TOKENS) await gate;
            yield `data: ${event(token, token === TOKENS - 1 ? "stop" : null)}\n\n`;
          }
          yield "data: [DONE]\n\n";
        })(),
        { headers: { "content-type": "text/event-stream" } },
      ),
  ];
  return lm;
}

/** Starts a server and `STREAMS` streams that can't end before the gate opens. */
async function openStreams() {
  const gate = Promise.withResolvers<void>();
  const lm = openGatedLm(gate.promise);
  const server = await startServer({
    TTS_API: lm.url,
    SPEAKERS: "husein",
    DEVICE: "cpu",
    DECODER_MODEL: "fixtures/decoder.onnx",
    // Longer than the test's timeout, so that the drain deadline does not end the streams.
    DRAIN_TIMEOUT_S: "600",
  });
  children.push(server.child);
  const streams = await Promise.all(
    Array.from({ length: STREAMS }, () => server.say({ input: "Hello there, my friend." })),
  );
  expect(streams.map((response) => response.status)).toEqual(Array(STREAMS).fill(200));
  return { ...server, gate, streams };
}

const status = async (url: string): Promise<number> => (await fetch(url)).status;

test.concurrent(
  "after SIGTERM, the server refuses new requests, completes all 20 streams and exits with code 0",
  async () => {
    const { child, url, say, gate, streams } = await openStreams();
    child.kill("SIGTERM");
    while ((await status(`${url}/ready`)) === 200) await Bun.sleep(2);
    expect(await status(`${url}/ready`)).toBe(503);
    expect((await say({ input: "One more." })).status).toBe(503);
    expect(await status(`${url}/health`)).toBe(200);
    expect(child.exitCode).toBeNull();
    gate.resolve();
    const lengths = await Promise.all(streams.map(async (each) => (await each.bytes()).length));
    // A complete stream has 480 samples of two bytes per token.
    expect(lengths).toEqual(Array(STREAMS).fill(TOKENS * 480 * 2));
    expect(await child.exited).toBe(0);
  },
  60_000,
);

test.concurrent(
  "after a second signal, the server cuts running streams at once and exits with code 1",
  async () => {
    const { child, url, streams } = await openStreams();
    const cut = streams.map(async (each) => (await each.bytes()).length);
    const outcomes = Promise.allSettled(cut);
    child.kill("SIGTERM");
    while ((await status(`${url}/ready`)) === 200) await Bun.sleep(2);
    // Signals in quick succession count as one, so the test sends more. Only a signal can end these streams.
    while (child.exitCode === null) {
      child.kill("SIGTERM");
      await Bun.sleep(50);
    }
    expect(child.exitCode).toBe(1);
    expect((await outcomes).map((outcome) => outcome.status)).toEqual(
      Array(STREAMS).fill("rejected"),
    );
  },
  60_000,
);

const INPUT = JSON.stringify({ input: "Hello there, my friend.", response_format: "pcm" });
const FIELDS = "Host: test\r\nContent-Type: application/json";
const SPEECH = `POST /v1/audio/speech HTTP/1.1\r\n${FIELDS}\r\nContent-Length: ${INPUT.length}\r\n\r\n${INPUT}`;
const HEALTH = "GET /health HTTP/1.1\r\nHost: test\r\n\r\n";

/** Sends one request after the other until an answer closes the connection. Returns that answer; null if one has none. */
async function askUntilClosed(connection: KeptConnection, request: string) {
  for (;;) {
    const answer = await connection.ask(request);
    if (answer === null || /^connection: close/im.test(answer.head)) return answer;
  }
}

test.concurrent(
  "after SIGTERM, every request on a kept connection has an answer, also right after a stream",
  async () => {
    const { child, url, gate, streams } = await openStreams();
    const port = Number(new URL(url).port);
    const connections = await Promise.all(Array.from({ length: 16 }, () => openConnection(port)));
    const speaking = connections.slice(0, 4).map((each) => each.ask(SPEECH));
    const asking = connections.slice(4).map((each) => askUntilClosed(each, HEALTH));
    while (!connections.slice(0, 4).every(({ received }) => received.includes("\r\n\r\n")))
      await Bun.sleep(2);
    child.kill("SIGTERM");
    expect((await Promise.all(asking)).map((answer) => answer?.head.split(" ")[1])).toEqual(
      Array(12).fill("200"),
    );
    gate.resolve();
    await Promise.all(streams.map((each) => each.bytes()));
    const last = speaking.map(async (spoken, index) => {
      expect((await spoken)?.head).not.toMatch(/^connection: close/im);
      return connections[index]!.ask(SPEECH);
    });
    expect((await Promise.all(last)).map((answer) => answer?.head.split(" ")[1])).toEqual(
      Array(4).fill("503"),
    );
    expect(await child.exited).toBe(0);
    for (const connection of connections) connection.close();
  },
  60_000,
);
