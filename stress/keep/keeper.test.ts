import { expect, test } from "bun:test";
import type { AudioChunk } from "../formats/chunk.ts";
import { tone } from "../server.fake.ts";
import { createWavReader } from "../formats/wav.ts";
import { spanMs } from "../formats/pcm.ts";
import { createKeeper } from "./keeper.ts";
import type { RequestRecord } from "../records/record.ts";
import { recordOf } from "../records/record.fake.ts";

const PCM = { rateHz: 24_000, channels: 1, bits: 16, encoding: "int" } as const;

const pcm = (bytes: Uint8Array): AudioChunk => ({
  audioMs: bytes.length / 48,
  codec: "pcm",
  spans: [{ format: PCM, bytes }],
  coded: [],
});

const record = (seq: number, tookMs: number, error: RequestRecord["error"] = null) =>
  recordOf({ seq, sentMs: 10, endMs: 10 + tookMs, audioS: 0.1, codec: "pcm", error });

type Keeper = ReturnType<typeof createKeeper>;

function request(keeper: Keeper, ended: RequestRecord, chunks: readonly AudioChunk[]) {
  const capture = keeper.open();
  for (const chunk of chunks) capture.take(chunk);
  keeper.end(ended, capture.audio);
}

test("kept() - returns the slowest requests, a sample of the successes, and the failures with audio", () => {
  const keeper = createKeeper(() => 0.999);
  for (let seq = 0; seq < 100; seq++) request(keeper, record(seq, seq), [pcm(tone(10))]);
  request(keeper, record(100, 5, "truncated"), [pcm(tone(10))]);
  request(keeper, record(101, 5, "http_5xx"), []);
  request(keeper, record(102, 5, "aborted"), [pcm(tone(10))]);
  const kept = keeper.kept();
  expect(kept.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 97, 98, 99, 100,
  ]);
});

test("kept() - returns PCM as a WAV file whose header has the true size", () => {
  const keeper = createKeeper(() => 0);
  request(keeper, record(0, 1), [pcm(tone(30)), pcm(tone(70))]);
  const [file] = keeper.kept();
  const bytes = file?.bytes ?? new Uint8Array();
  expect(new DataView(bytes.buffer).getUint32(40, true)).toBe(4800);
  expect(bytes.length).toBe(44 + 4800);
  const spans = createWavReader().push(bytes);
  expect(spans.reduce((sum, span) => sum + spanMs(span), 0)).toBeCloseTo(100, 6);
  expect(file).toMatchObject({ extension: "wav", whole: true });
});

test("kept() - returns G.711 as a WAV file of 16-bit samples", () => {
  const keeper = createKeeper(() => 0);
  const format = { rateHz: 8000, channels: 1, bits: 8, encoding: "ulaw" } as const;
  const spans = [{ format, bytes: new Uint8Array(80).fill(0x80) }];
  request(keeper, record(0, 1), [{ audioMs: 10, codec: "pcm", spans, coded: [] }]);
  const [span] = createWavReader().push(keeper.kept()[0]?.bytes ?? new Uint8Array());
  expect(span?.format).toEqual({ rateHz: 8000, channels: 1, bits: 16, encoding: "int" });
  expect(span?.bytes).toHaveLength(160);
});

test("kept() - returns compressed audio unchanged", () => {
  const keeper = createKeeper(() => 0);
  const coded = [Buffer.from("ID3"), Buffer.from("frames")];
  request(keeper, record(0, 1), [{ audioMs: 10, codec: "mp3", spans: [], coded }]);
  expect(Buffer.from(keeper.kept()[0]?.bytes ?? []).toString()).toBe("ID3frames");
  expect(keeper.kept()[0]?.extension).toBe("mp3");
});

test("take() - bounds the memory of all captures; a dropped capture frees its bytes", () => {
  const keeper = createKeeper(() => 0.999);
  const mebibyte = pcm(new Uint8Array(2 ** 20));
  for (let seq = 0; seq < 200; seq++)
    request(
      keeper,
      record(seq, seq),
      Array.from({ length: 6 }, () => mebibyte),
    );
  const kept = keeper.kept();
  expect(kept).toHaveLength(11);
  for (const { bytes, whole } of kept) {
    expect(bytes.length).toBe(44 + 4 * 2 ** 20);
    expect(whole).toBe(false);
  }
  const inFlight = Array.from({ length: 40 }, () => keeper.open());
  for (const capture of inFlight) capture.take(mebibyte);
  expect(inFlight.filter(({ audio }) => audio.bytes > 0)).toHaveLength(64 - 44);
});
