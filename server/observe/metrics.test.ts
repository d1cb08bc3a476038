import { expect, test } from "bun:test";
import { createTimeline } from "../../src/timeline.ts";
import { build as buildApp, HELLO, PATH, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { RECORD } from "./record.fake.ts";
import type { AccessRecord, SpeechFigures } from "./record.ts";
import { buildMetrics } from "./metrics.fake.ts";
import { createStages } from "./stages.ts";

const ROUTE = "/v1/audio/speech";
const JSON_TYPE = { "content-type": "application/json" };

function record(more: Partial<AccessRecord>): AccessRecord {
  return { ...RECORD, ...more };
}

function spoken(figures: Partial<SpeechFigures>, outcome: AccessRecord["outcome"] = "ok") {
  return record({ outcome, speech: { engine: "fake", voice: "anna", chars: 3, ...figures } });
}

test("finished() - counts requests, audio and times by route, outcome and engine", async () => {
  const { metrics, value } = buildMetrics();
  metrics.finished(spoken({ audioS: 2.5, firstAudioMs: 40, unspoken: 3 }), 900);
  metrics.finished(spoken({ audioS: 1, firstAudioMs: 60, unspoken: 2 }, "broken"), 70);
  metrics.finished(record({ outcome: "refused" }), 1);
  const of = (outcome: string, engine: string) =>
    value(
      `utter_requests_total{route="${ROUTE}",outcome="${outcome}",engine="${engine}",face="http"}`,
    );
  expect(await of("ok", "fake")).toBe(1);
  expect(await of("broken", "fake")).toBe(1);
  expect(await of("refused", "")).toBe(1);
  expect(await value(`utter_audio_seconds_total{engine="fake",face="http"}`)).toBe(3.5);
  expect(await value(`utter_unspoken_characters_total{engine="fake"}`)).toBe(5);
  expect(await value(`utter_first_audio_seconds_bucket{le="0.05",engine="fake",face="http"}`)).toBe(
    1,
  );
  expect(await value(`utter_first_audio_seconds_count{engine="fake",face="http"}`)).toBe(2);
  expect(await value(`utter_request_seconds_count{engine="fake",face="http"}`)).toBe(1);
  expect(await value(`utter_request_seconds_sum{engine="fake",face="http"}`)).toBe(0.9);
});

test("finished() - counts requests, audio and times by face", async () => {
  const { metrics, value } = buildMetrics();
  for (const face of ["http", "sse", "sse"] as const)
    metrics.finished({ ...spoken({ audioS: 2, firstAudioMs: 40 }), face }, 900);
  const of = (metric: string, face: string) => value(`${metric}{engine="fake",face="${face}"}`);
  for (const [face, count] of [
    ["http", 1],
    ["sse", 2],
  ] as const) {
    const labels = `route="${ROUTE}",outcome="ok",engine="fake",face="${face}"`;
    expect(await value(`utter_requests_total{${labels}}`)).toBe(count);
    expect(await of("utter_audio_seconds_total", face)).toBe(2 * count);
    expect(await of("utter_first_audio_seconds_count", face)).toBe(count);
    expect(await of("utter_request_seconds_count", face)).toBe(count);
  }
});

test("finished() - counts errors by code and engine", async () => {
  const { metrics, value } = buildMetrics();
  metrics.finished(record({ outcome: "refused", error: "overloaded" }), 4);
  metrics.finished({ ...spoken({}, "refused"), error: "overloaded" }, 4);
  metrics.finished(record({ outcome: "broken", error: "overloaded" }), 900);
  metrics.finished(record({ outcome: "refused", error: "invalid_input" }), 900);
  metrics.finished(spoken({}), 900);
  const of = (error: string, engine: string) =>
    value(`utter_request_errors_total{error="${error}",engine="${engine}"}`);
  expect([await of("overloaded", ""), await of("overloaded", "fake")]).toEqual([2, 1]);
  expect([await of("invalid_input", ""), await of("invalid_input", "fake")]).toEqual([1, null]);
});

test("finished() - counts live answers by whether they stalled, and no first audio of a complete file", async () => {
  const { metrics, value } = buildMetrics();
  metrics.finished(spoken({ live: true, firstAudioMs: 40 }), 900);
  metrics.finished(spoken({ live: true, firstAudioMs: 40, stalls: 2 }), 900);
  metrics.finished(spoken({ live: true }, "error"), 900);
  metrics.finished(spoken({ live: false, firstAudioMs: 8000, stalls: 1 }), 9000);
  const of = (stalled: string) =>
    value(`utter_live_answers_total{engine="fake",face="http",stalled="${stalled}"}`);
  expect([await of("false"), await of("true")]).toEqual([1, 1]);
  expect(await value(`utter_first_audio_seconds_count{engine="fake",face="http"}`)).toBe(2);
  expect(await value(`utter_request_seconds_count{engine="fake",face="http"}`)).toBe(3);
});

test("finished() - divides the time to first audio into the parts of the server, which add up to it", async () => {
  const { metrics, value } = buildMetrics();
  let nowMs = 0;
  const stages = createStages(() => nowMs);
  const timeline = createTimeline(() => nowMs);
  for (const [step, atMs] of [
    ["asked", 30],
    ["token", 130],
    ["decoding", 150],
    ["decoded", 190],
  ] as const) {
    if (nowMs === 0) {
      nowMs = 20;
      stages.enter("engine");
    }
    nowMs = atMs;
    timeline.pass(step);
  }
  metrics.finished(spoken({ live: true, firstAudioMs: 200, stages, timeline }), 900);
  const parts = {
    queue: 0.02,
    lm_first_token: 0.1,
    codec_wait: 0.02,
    codec_run: 0.04,
    other: 0.02,
  };
  for (const [part, seconds] of Object.entries(parts))
    expect(
      await value(`utter_first_audio_part_seconds_total{engine="fake",part="${part}"}`),
    ).toBeCloseTo(seconds);
});

test("utter_reader_stalls_total counts streams that end as stalled and calls of readerStalled()", async () => {
  const { metrics, value } = buildMetrics();
  metrics.finished(spoken({}, "stalled"), 60_000);
  metrics.readerStalled();
  metrics.stuck("encoder");
  expect(await value("utter_reader_stalls_total")).toBe(2);
  expect(await value(`utter_requests_stuck_total{waits_for="encoder"}`)).toBe(1);
});

test("text() - reports the current figures of an engine", async () => {
  const codecFigures = { codec_runs: 4, codec_busy_ms: 1500, codec_late_chunks: 2 };
  const figures = { ...codecFigures, lm_failed_busy: 3, lm_runaway_loop: 6 };
  let reads = 0;
  const engine = Object.assign(createFakeEngine(), {
    figures() {
      reads += 1;
      return figures;
    },
    liveCapacity: 12,
  });
  const { value } = buildMetrics(engine);
  expect(reads).toBe(0);
  expect(await value(`utter_codec_runs_total{engine="fake"}`)).toBe(4);
  figures.codec_runs = 5;
  expect(await value(`utter_codec_runs_total{engine="fake"}`)).toBe(5);
  expect(await value(`utter_codec_busy_seconds_total{engine="fake"}`)).toBe(1.5);
  expect(await value(`utter_codec_stalls_predicted_total{engine="fake"}`)).toBe(2);
  expect(await value(`utter_upstream_errors_total{kind="busy",engine="fake"}`)).toBe(3);
  expect(await value(`utter_lm_runaways_total{kind="loop",engine="fake"}`)).toBe(6);
  expect(await value(`utter_live_capacity{engine="fake"}`)).toBe(12);
});

test("text() - reports the codec's batch sizes as a cumulative histogram", async () => {
  const batches = new Map([
    [1, 2],
    [3, 1],
    [100, 1],
  ]);
  const { value } = buildMetrics(Object.assign(createFakeEngine(), { batches: () => batches }));
  const bucket = (le: string) => value(`utter_codec_batch_size_bucket{engine="fake",le="${le}"}`);
  expect([await bucket("1"), await bucket("2"), await bucket("4")]).toEqual([2, 2, 3]);
  expect([await bucket("64"), await bucket("+Inf")]).toEqual([3, 4]);
  expect(await value(`utter_codec_batch_size_sum{engine="fake"}`)).toBe(105);
  expect(await value(`utter_codec_batch_size_count{engine="fake"}`)).toBe(4);
});

test("text() - reports no codec or LM series for an engine without them", async () => {
  const { metrics } = buildMetrics();
  const text = await metrics.text();
  expect(text).not.toMatch(/^utter_(codec|upstream|lm|live)[^#]*\{/m);
});

test("GET /metrics - requires no API key", async () => {
  const { app } = buildApp(createFakeEngine(), { API_KEYS: "secret-key" });
  const response = await app.request("/metrics");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toStartWith("text/plain; version=0.0.4");
  expect(await response.text()).not.toContain("secret");
});

test("GET /metrics - counts a request after it has ended", async () => {
  const { app } = buildApp(createFakeEngine(), { API_KEYS: "secret-key" });
  const scrape = async () => (await app.request("/metrics")).text();
  expect((await app.request(PATH, speech({ input: HELLO }))).status).toBe(401);
  const headers = { ...JSON_TYPE, authorization: "Bearer secret-key" };
  await (await app.request(PATH, speech({ input: HELLO }, headers))).bytes();
  const text = await scrape();
  const requests = (outcome: string, engine: string) =>
    `utter_requests_total{route="/v1/audio/speech",outcome="${outcome}",engine="${engine}",face="http"} 1`;
  expect(text).toContain(requests("refused", ""));
  expect(text).toContain(requests("ok", "fake"));
  expect(text).toContain(`utter_audio_seconds_total{engine="fake",face="http"} 0.3`);
  expect(await scrape()).toContain(
    `utter_requests_total{route="/metrics",outcome="ok",engine="",face="http"} 1`,
  );
});

test("GET /metrics - uses no string from a client's request as a label", async () => {
  const { app } = buildApp();
  const scrape = async () => (await app.request("/metrics")).text();
  const series = async () => (await scrape()).split("\n").length;
  const visit = async (word: string) => {
    await app.request(`/${word}`);
    await app.request(`/v1/${word}`, { method: "DELETE" });
    await app.request(PATH, { method: `X${word}` });
    const wrong = { input: HELLO, voice: word, model: word, response_format: word };
    await app.request(PATH, speech(wrong, { ...JSON_TYPE, "x-request-id": word }));
    await app.request(PATH, speech({ input: HELLO, model: word }));
  };
  await visit("zero");
  await scrape();
  const before = await series();
  for (let word = 0; word < 30; word += 1) await visit(`word${word}`);
  expect(await series()).toBe(before);
  const unknown = `utter_requests_total{route="unknown",outcome="refused",engine="",face="http"}`;
  expect(await scrape()).toContain(`${unknown} 62`);
});
