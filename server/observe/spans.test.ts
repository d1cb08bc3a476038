import { expect, test } from "bun:test";
import { createTimeline } from "../../src/timeline.ts";
import { RECORD } from "./record.fake.ts";
import type { AccessRecord } from "./record.ts";
import { type OtlpSpan, spansOf } from "./spans.ts";
import { createStages } from "./stages.ts";
import { beginTrace } from "./trace.ts";

const TRACE = beginTrace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true)!;
/** The server's clock was 0 at 1,000 s since 1970. */
const EPOCH_MS = 1_000_000;

/** Returns the record of a request that was queued from 110 to 120 ms and then passed all steps. */
function spokenRecord(): AccessRecord {
  let nowMs = 110;
  const now = () => nowMs;
  const stages = createStages(now);
  const timeline = createTimeline(now);
  nowMs = 120;
  stages.enter("engine");
  for (const [step, atMs] of [
    ["asked", 130],
    ["token", 150],
    ["decoding", 160],
    ["decoded", 180],
    ["token", 190],
    ["decoding", 200],
    ["decoded", 220],
  ] as const) {
    nowMs = atMs;
    timeline.pass(step);
  }
  const figures = { engine: "fake", voice: "anna", chars: 3, inputTokens: 7, outputTokens: 61 };
  return { ...RECORD, speech: { ...figures, stages, timeline, firstAudioMs: 85, audioS: 1.5 } };
}

/** Returns name, start and end of a span, milliseconds of the server's clock. */
function timesOf({ name, startTimeUnixNano, endTimeUnixNano }: OtlpSpan) {
  const toMs = (nanos: string): number => Number(BigInt(nanos) / 1_000_000n) - EPOCH_MS;
  return [name, toMs(startTimeUnixNano), toMs(endTimeUnixNano)];
}

function valuesOf(span: OtlpSpan | undefined): Record<string, unknown> {
  const pairs = span?.attributes.map(({ key, value }) => [key, Object.values(value)[0]]) ?? [];
  return Object.fromEntries(pairs);
}

test("spansOf() - gives each span the start and end of its part of the request", () => {
  const spans = spansOf({ record: spokenRecord(), endedMs: 300 }, TRACE, EPOCH_MS);
  expect(spans.map(timesOf)).toEqual([
    ["POST /v1/audio/speech", 100, 300],
    ["queue", 110, 120],
    ["lm", 130, 190],
    ["codec", 160, 220],
    ["encode", 185, 300],
  ]);
  expect(spans.map(({ kind }) => kind)).toEqual([2, 1, 3, 1, 1]);
});

test("spansOf() - has spans of the first wait for a Worker and of all work of Workers", () => {
  let nowMs = 0;
  const now = () => nowMs;
  const timeline = createTimeline(now);
  for (const [step, atMs] of [
    ["waiting", 130],
    ["speaking", 150],
    ["spoken", 160],
    ["waiting", 170],
    ["speaking", 180],
    ["spoken", 220],
  ] as const) {
    nowMs = atMs;
    timeline.pass(step);
  }
  const speech = { engine: "fake", voice: "anna", chars: 3, timeline };
  const [, ...parts] = spansOf({ record: { ...RECORD, speech }, endedMs: 300 }, TRACE, EPOCH_MS);
  expect(parts.map(timesOf)).toEqual([
    ["voice_wait", 130, 150],
    ["voice", 150, 220],
  ]);
});

test("spansOf() - makes the request's span a child of the client's span and the parent of all other spans", () => {
  const [root, ...parts] = spansOf({ record: spokenRecord(), endedMs: 300 }, TRACE, EPOCH_MS);
  expect(root).toMatchObject({ spanId: TRACE.spanId, parentSpanId: "00f067aa0ba902b7" });
  for (const part of parts) expect(part.parentSpanId).toBe(TRACE.spanId);
  expect(parts[1]?.spanId).toBe(TRACE.lmSpanId);
});

test("spansOf() - sets no parent on the request's span if the client sent no trace", () => {
  const trace = beginTrace(undefined, true)!;
  const [root] = spansOf({ record: RECORD, endedMs: 300 }, trace, EPOCH_MS);
  expect(root).not.toHaveProperty("parentSpanId");
});

test("spansOf() - adds the known figures of the request as attributes", () => {
  const [root, , lm] = spansOf({ record: spokenRecord(), endedMs: 300 }, TRACE, EPOCH_MS);
  expect(valuesOf(root)).toEqual({
    "http.request.method": "POST",
    "http.route": "/v1/audio/speech",
    "http.response.status_code": "200",
    "utter.request_id": "a1",
    "utter.outcome": "ok",
    "utter.engine": "fake",
    "utter.first_audio_ms": "85",
    "utter.audio_s": 1.5,
    "utter.reader_ms": "0",
  });
  expect(valuesOf(lm)).toEqual({
    "utter.first_token_ms": "20",
    "gen_ai.usage.input_tokens": "7",
    "gen_ai.usage.output_tokens": "61",
  });
});

test("spansOf() - returns one span for a request that was never queued", () => {
  const spans = spansOf({ record: RECORD, endedMs: 101 }, TRACE, EPOCH_MS);
  expect(spans.map(timesOf)).toEqual([["POST /v1/audio/speech", 100, 101]]);
});

test("spansOf() - sets the error status for server errors and broken streams, but not for refusals", () => {
  const isFailed = (fields: Partial<AccessRecord>): boolean =>
    spansOf({ record: { ...RECORD, ...fields }, endedMs: 101 }, TRACE, EPOCH_MS)[0]?.status !==
    undefined;
  expect(isFailed({ status: 500, outcome: "refused" })).toBe(true);
  expect(isFailed({ outcome: "broken" })).toBe(true);
  expect(isFailed({ outcome: "error" })).toBe(true);
  expect(isFailed({ status: 499, outcome: "left" })).toBe(false);
  expect(isFailed({ status: 429, outcome: "refused" })).toBe(false);
});
