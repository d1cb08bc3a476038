import { afterEach, expect, test } from "bun:test";
import type { Socket } from "node:net";
import { attempt } from "./attempt.ts";
import { openaiClient } from "../clients/openai.ts";
import {
  answerWith,
  beginChunked,
  fakeServer,
  type FakeServer,
  tone,
  wavHead,
  wavTone,
  writeChunk,
} from "../server.fake.ts";
import { openTransport, type Transport } from "../http/transport.ts";
import type { Timeouts } from "./watch.ts";

const client = openaiClient({
  modelId: "tts-1",
  responseFormat: "wav",
  stream: true,
  streamFormat: "audio",
  maxTokens: 400,
  timestamp: null,
  apiKey: "secret",
  headers: {},
  extra: {},
});
const LONG: Timeouts = { firstAudioMs: 20_000, totalMs: 20_000, stallMs: 20_000 };
const open: { server: FakeServer; transport: Transport }[] = [];

afterEach(() => {
  for (const { server, transport } of open.splice(0)) {
    transport.close();
    server.close();
  }
});

async function against(
  answer: (socket: Socket, index: number) => void,
  timeouts: Partial<Timeouts> = {},
  signal = new AbortController().signal,
) {
  const server = await fakeServer(answer);
  const transport = openTransport(server.url, { insecure: false });
  open.push({ server, transport });
  const context = {
    client,
    transport,
    timeouts: { ...LONG, ...timeouts },
    now: () => performance.now(),
    filter: (text: string) => text,
  };
  const planned = {
    seq: 0,
    level: "1.0",
    originMs: performance.now(),
    dueMs: 0,
    freeMs: 0,
    ask: { text: "héllo 👍", voice: "alloy" },
  };
  return attempt(planned, context, signal);
}

test("a complete answer is measured to its last byte", async () => {
  const record = await against((socket) => answerWith(socket, wavTone(500)));
  expect(record).toMatchObject({ error: null, status: 200, audioS: 0.5, chars: 7, voice: "alloy" });
  expect(record.connectMs).not.toBeNull();
  expect(record.endMs).toBeGreaterThanOrEqual(record.firstAudioMs ?? Infinity);
});

test("the first audio is the first byte after the WAV header", async () => {
  let audioSentMs = 0;
  const startMs = performance.now();
  const record = await against((socket) => {
    beginChunked(socket);
    writeChunk(socket, wavHead(0, { declared: 0xffffffff }));
    setTimeout(() => {
      audioSentMs = performance.now() - startMs;
      writeChunk(socket, tone(100));
      writeChunk(socket, Buffer.alloc(0));
    }, 60);
  });
  expect(record.audioS).toBe(0.1);
  const wait = (record.firstAudioMs ?? 0) - (record.headersMs ?? 0);
  expect(wait).toBeGreaterThan(30);
  expect(record.firstAudioMs).toBeLessThanOrEqual(audioSentMs + 1000);
});

test.each([
  [429, "http_429"],
  [404, "http_4xx"],
  [301, "http_4xx"],
  [503, "http_5xx"],
] as const)("HTTP %d fails as %s with the text of the body", async (status, kind) => {
  const record = await against((socket) => answerWith(socket, "slow down", { status }));
  expect(record).toMatchObject({ error: kind, status, audioS: null, chunks: [] });
  expect(record.errorMessage).toContain("slow down");
});

test("a request to a closed port fails as connect", async () => {
  const server = await fakeServer(() => {});
  server.close();
  const transport = openTransport(server.url, { insecure: false });
  const context = {
    client,
    transport,
    timeouts: LONG,
    now: () => performance.now(),
    filter: String,
  };
  const originMs = performance.now();
  const planned = {
    seq: 0,
    level: "1.0",
    originMs,
    dueMs: 0,
    freeMs: 0,
    ask: { text: "x", voice: "v" },
  };
  const record = await attempt(planned, context, new AbortController().signal);
  expect(record).toMatchObject({ error: "connect", headersMs: null, status: null });
});

test.each([
  [
    "of known length",
    (socket: Socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: 99999\r\n\r\n");
      socket.write(wavTone(100));
    },
  ],
  [
    "in chunks",
    (socket: Socket) => {
      beginChunked(socket);
      writeChunk(socket, wavTone(100));
    },
  ],
] as const)("a body %s that is cut off fails as truncated", async (_, begin) => {
  const record = await against((socket) => {
    begin(socket);
    setTimeout(() => socket.destroy(), 30);
  });
  expect(record).toMatchObject({ error: "truncated", audioS: 0.1, status: 200 });
});

test("a connection that is lost before the answer fails as truncated", async () => {
  const record = await against((socket) => void socket.destroy());
  expect(record).toMatchObject({ error: "truncated", status: null });
});

test("an answer without audio fails as empty_audio", async () => {
  expect(await against((socket) => answerWith(socket, wavHead(0)))).toMatchObject({
    error: "empty_audio",
  });
  expect(await against((socket) => answerWith(socket, ""))).toMatchObject({ error: "empty_audio" });
});

test("text instead of audio fails as bad_audio, and the message quotes the text", async () => {
  const json = await against((socket) =>
    answerWith(socket, '{"detail":"no"}', { type: "application/json" }),
  );
  expect(json.error).toBe("bad_audio");
  expect(json.errorMessage).toContain("detail");
});

test("each limit has its own kind of failure", async () => {
  expect(await against(() => {}, { firstAudioMs: 30 })).toMatchObject({
    error: "timeout_first_audio",
  });
  const dripping = (socket: Socket) => {
    beginChunked(socket);
    writeChunk(socket, wavTone(50));
    const timer = setInterval(() => writeChunk(socket, tone(5)), 10);
    socket.on("close", () => clearInterval(timer));
  };
  expect(await against(dripping, { totalMs: 80 })).toMatchObject({ error: "timeout_total" });
  const silent = (socket: Socket) => {
    beginChunked(socket);
    writeChunk(socket, wavTone(50));
  };
  expect(await against(silent, { stallMs: 40 })).toMatchObject({ error: "stalled", audioS: 0.05 });
});

test("a silent answer succeeds without an audible sample", async () => {
  const silence = Buffer.concat([wavHead(48_000), Buffer.alloc(48_000)]);
  const record = await against((socket) => answerWith(socket, silence));
  expect(record).toMatchObject({ error: null, audioS: 1, audibleMs: null });
});

test("an interrupted request fails as aborted", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  expect(await against(() => {}, {}, controller.signal)).toMatchObject({ error: "aborted" });
});

test("a compressed body fails as bad_audio, and the message names its encoding", async () => {
  const headers = "Content-Encoding: gzip\r\n";
  const record = await against((socket) => answerWith(socket, wavTone(100), { headers }));
  expect(record).toMatchObject({ error: "bad_audio", audioS: null });
  expect(record.errorMessage).toContain("Content-Encoding: gzip");
});

test("a WAV that is shorter than its header declares fails as truncated, although the body is complete", async () => {
  const record = await against((socket) => answerWith(socket, wavTone(100).subarray(0, 2000)));
  expect(record).toMatchObject({ error: "truncated", audioS: 0.04075 });
  expect(record.errorMessage).toContain("its header declares");
});
