import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import { createCodec } from "../../src/codec/codec.ts";
import { fakeDecoder, steps } from "../../src/codec/decode/decoder.fake.ts";
import { openNeucodec } from "../../src/engines/neucodec/neucodec.ts";
import { openCompletions } from "../../src/lm/completions/completions.ts";
import { event, type FakeLm, GOOD, openFakeLm, WAIT } from "../../src/lm/lm.fake.ts";
import { PROMPT_STYLES } from "../../src/lm/prompt.ts";
import { build, buildWith, HELLO, PATH, speech, until } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";

/** Clients in total, concurrent clients, and slots. There are more concurrent clients than slots, so some queue. */
const [CLIENTS, AT_ONCE, PLACES] = [1000, 24, 16];
/** Bytes of the shortest first audio: 12 tokens of 480 samples. The server sends it without a wait for more tokens. */
const MOST_BYTES = 12 * 480 * 2;

/** Opens a server whose speech LM sends tokens for 2 s of audio and then stays silent. */
function openServer(lm: FakeLm) {
  lm.pieceBytes = 4096;
  lm.answers = [[...Array.from({ length: 100 }, (_, code) => event(code)), WAIT]];
  const engine = openNeucodec({
    tokens: openCompletions({
      url: lm.url,
      apiKey: null,
      model: "tiny",
      style: PROMPT_STYLES.scicom,
      idleMs: 60_000,
    }),
    codec: createCodec(fakeDecoder({ sound: steps }).decoder),
    speakers: ["husein"],
    unready: () => null,
    figures: () => ({}),
    batches: () => new Map(),
    close: async () => {},
  });
  const built = buildWith([engine], { MAX_IN_FLIGHT: String(PLACES), MAX_QUEUE: "1000" });
  return { ...built, server: built.serve() };
}

/**
 * Sends a request and disconnects before the first byte or after a random number of bytes. Returns false if the request
 * was refused.
 */
async function visit(url: URL, next: (below: number) => number): Promise<boolean> {
  const client = new AbortController();
  const body = {
    input: HELLO,
    response_format: next(2) === 0 ? "pcm" : "wav",
    stream: next(4) > 0,
    stream_format: next(4) === 0 ? "sse" : "audio",
  };
  const waits = body.stream && next(3) > 0;
  if (!waits) setTimeout(() => client.abort(), next(30));
  const least = next(MOST_BYTES);
  try {
    const response = await fetch(url, { ...speech(body), signal: client.signal });
    if (response.status === 429) return false;
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > least) break;
    }
  } catch {
    // The client disconnected before the first byte.
  } finally {
    client.abort();
  }
  return true;
}

test.concurrent(
  "no slot, queued request or generation remains after 1,000 clients disconnect at random bytes",
  async () => {
    const lm = openFakeLm();
    const { admission, server } = openServer(lm);
    const url = new URL(PATH, server.url);
    const next = random(11);
    let visits = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (visits < CLIENTS) {
          if (await visit(url, next)) visits += 1;
          else await Bun.sleep(next(20));
        }
      }),
    );
    const held = (): number[] => [
      admission.inFlight,
      admission.queued,
      lm.open(),
      server.pendingRequests,
    ];
    await until(() => held().every((count) => count === 0));
    expect(lm.generations().length).toBeGreaterThan(CLIENTS / 4);
    lm.answers = [GOOD];
    const answer = await fetch(url, speech({ input: HELLO, response_format: "pcm" }));
    expect((await answer.bytes()).length).toBe(3 * 480 * 2);
    await server.stop(true);
    await lm.close();
  },
  60_000,
);

test.concurrent(
  "a client that disconnects between headers and body ends the synthesis and frees the slot",
  async () => {
    const { app, admission, engine } = build();
    const client = new AbortController();
    const response = await app.request(PATH, {
      ...speech({ input: HELLO }),
      signal: client.signal,
    });
    expect([response.status, engine.speaking, admission.inFlight]).toEqual([200, 1, 1]);
    client.abort();
    await until(() => engine.speaking === 0 && admission.inFlight === 0);
  },
);

/** Opens a raw connection and sends `request`. `onData` receives the bytes of the response. */
async function connect(
  server: { readonly port?: number | undefined },
  request: string,
  onData: (socket: Bun.Socket, bytes: Uint8Array) => void = () => {},
): Promise<Bun.Socket> {
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: server.port ?? 0,
    socket: { data: onData },
  });
  socket.write(request);
  return socket;
}

/** Formats an HTTP request with `body`. `bytes` is the declared Content-Length. */
function rawSpeech(body: string, bytes = body.length): string {
  return `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n${body}`;
}

test.concurrent("a disconnect during the request body is logged without a fault", async () => {
  const { serve, lines } = build(createFakeEngine(), { LOG_FORMAT: "json" });
  using server = serve();
  const socket = await connect(server, rawSpeech('{"input": "Hel', 500));
  await until(() => server.pendingRequests === 1);
  socket.terminate();
  await until(() => lines.length > 0);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: "info",
      event: "request",
      status: 499,
      outcome: "left",
      error: "aborted",
    }),
  ]);
});

test.concurrent(
  "Bun's idle timeout for a whole file exceeds the stall timeout by Bun's granularity of four seconds",
  async () => {
    for (const limitS of ["0.2", "60", "250"]) {
      const { app } = build(createFakeEngine(), { CLIENT_STALL_TIMEOUT_S: limitS });
      const limits: number[] = [];
      const bindings = {
        timeout: (_request: Request, seconds: number) => void limits.push(seconds),
      };
      const body = { input: HELLO, response_format: "wav", stream: false };
      await app.request(PATH, speech(body), bindings);
      expect(limits).toEqual([Math.ceil(Number(limitS) + 4)]);
      expect(limits[0]).toBeLessThanOrEqual(255);
    }
  },
);

// The tests below wait for real sockets and for Bun's idle timer, which fires only every four seconds. They run
// concurrently to save time. ../answer/stall.test.ts and ../answer/fileReader.test.ts test the timeouts in fake time.

for (const stream of [true, false]) {
  const form = stream ? "a stream" : "a whole file";
  test.concurrent(
    `the server disconnects a stalled client of ${form} and frees its slot`,
    async () => {
      // More audio than the socket buffers of both ends can hold.
      const { app, serve, admission, engine, lines } = build(createFakeEngine({ chunks: 4000 }), {
        CLIENT_STALL_TIMEOUT_S: "0.2",
        LOG_FORMAT: "json",
      });
      using server = serve();
      const body = JSON.stringify({ input: HELLO, response_format: "wav", stream });
      const socket = await connect(server, rawSpeech(body));
      socket.pause();
      await until(() => server.pendingRequests === 1);
      await until(() => server.pendingRequests === 0);
      expect([admission.inFlight, engine.speaking]).toEqual([0, 0]);
      const events = lines.map((line) => JSON.parse(line));
      expect(events).toContainEqual(
        expect.objectContaining({ event: "request", outcome: stream ? "stalled" : "ok" }),
      );
      if (!stream)
        expect(events).toContainEqual(
          expect.objectContaining({
            level: "warn",
            event: "reader_stalled",
            id: expect.any(String),
          }),
        );
      const metrics = await (await app.request("/metrics")).text();
      expect(metrics).toContain("\nutter_reader_stalls_total 1\n");
      socket.terminate();
    },
    20_000,
  );
}

test.concurrent(
  "a slow client of a file that disconnects after the stall timeout does not count as stalled",
  async () => {
    const { app, serve, lines } = build(createFakeEngine({ chunks: 4000 }), {
      CLIENT_STALL_TIMEOUT_S: "1",
    });
    using server = serve();
    const body = JSON.stringify({ input: HELLO, response_format: "wav", stream: false });
    const socket = await connect(server, rawSpeech(body), (reader) => reader.pause());
    await until(() => lines.length > 0);
    for (let read = 0; read < 8; read += 1) {
      await Bun.sleep(200);
      socket.resume();
    }
    expect(server.pendingRequests).toBe(1);
    socket.terminate();
    await until(() => server.pendingRequests === 0);
    const metrics = await (await app.request("/metrics")).text();
    // Only Linux reports the unsent bytes. On other systems, a disconnect after the stall timeout counts as a stall.
    const stalls = process.platform === "linux" ? 0 : 1;
    expect(metrics).toContain(`\nutter_reader_stalls_total ${stalls}\n`);
  },
  20_000,
);

test.concurrent(
  "a slow client of a stream stays connected even if the time between two pulls exceeds the stall timeout",
  async () => {
    const { serve, admission } = build(createFakeEngine({ chunks: 3000 }), {
      CLIENT_STALL_TIMEOUT_S: "1",
    });
    using server = serve();
    const body = JSON.stringify({ input: HELLO, response_format: "pcm" });
    let bytes = 0;
    let slow = true;
    const socket = await connect(server, rawSpeech(body), (reader, data) => {
      bytes += data.length;
      if (slow) reader.pause();
    });
    // A read is at most 0.5 MB and a pull follows every 1.4 MB, so there is one pull per three reads (1.5 s).
    for (let read = 0; read < 7; read += 1) {
      await Bun.sleep(500);
      socket.resume();
    }
    expect(admission.inFlight).toBe(1);
    slow = false;
    socket.resume();
    await until(() => bytes > 3000 * 2400 * 2);
    socket.terminate();
  },
  30_000,
);
