import { expect, test } from "bun:test";
import { createTimeline } from "../../src/timeline.ts";
import { build, HELLO, PATH, speech } from "../app.fake.ts";
import { createStages } from "./stages.ts";
import { serverTiming } from "./timing.ts";

test("serverTiming() - returns the duration of each part of the time to first audio, milliseconds", () => {
  let nowMs = 100;
  const now = () => nowMs;
  const stages = createStages(now);
  const timeline = createTimeline(now);
  const after = (ms: number): void => void (nowMs += ms);
  after(3);
  stages.enter("engine");
  after(1);
  timeline.pass("asked");
  after(40);
  timeline.pass("token");
  after(5);
  timeline.pass("token"); // ignored: only the first token counts
  after(20);
  timeline.pass("decoding");
  after(12.34);
  timeline.pass("decoded");
  after(1);
  stages.enter("encoder");
  after(2);
  stages.enter("engine"); // the encoder needs more audio
  after(7);
  timeline.pass("decoding");
  timeline.pass("decoded");
  stages.enter("encoder");
  after(0.5);
  expect(serverTiming(stages, timeline)).toBe(
    "queue;dur=3.0, lm_first_token;dur=40.0, codec_wait;dur=25.0, codec_run;dur=12.3, encode;dur=2.5",
  );
});

test("serverTiming() - returns the wait for a Worker and its work for the first part of a sound", () => {
  let nowMs = 0;
  const now = () => nowMs;
  const timeline = createTimeline(now);
  for (const [step, atMs] of [
    ["waiting", 1],
    ["speaking", 21],
    ["spoken", 51],
    ["waiting", 60],
    ["speaking", 90],
    ["spoken", 99],
  ] as const) {
    nowMs = atMs;
    timeline.pass(step);
  }
  expect(serverTiming(createStages(now), timeline)).toBe(
    "queue;dur=0.0, voice_wait;dur=20.0, voice_run;dur=30.0, encode;dur=0.0",
  );
});

test("serverTiming() - omits LM and codec for an engine without an LM", () => {
  const now = () => 0;
  expect(serverTiming(createStages(now), createTimeline(now))).toBe(
    "queue;dur=0.0, encode;dur=0.0",
  );
});

test("serverTiming() - omits a part that has not yet started and ended", () => {
  const now = () => 0;
  const timeline = createTimeline(now);
  timeline.pass("asked");
  expect(serverTiming(createStages(now), timeline)).toBe("queue;dur=0.0, encode;dur=0.0");
  timeline.pass("decoding");
  expect(serverTiming(createStages(now), timeline)).toBe("queue;dur=0.0, encode;dur=0.0");
  timeline.pass("token");
  expect(serverTiming(createStages(now), timeline)).toBe(
    "queue;dur=0.0, lm_first_token;dur=0.0, codec_wait;dur=0.0, encode;dur=0.0",
  );
});

test("POST /v1/audio/speech - sends the header Server-Timing with a stream, a whole file and events", async () => {
  const { app } = build();
  for (const body of [{ stream: true }, { stream: false }, { stream_format: "sse" }]) {
    const response = await app.request(PATH, speech({ input: HELLO, ...body }));
    expect(response.headers.get("server-timing")).toMatch(
      /^queue;dur=\d+\.\d, encode;dur=\d+\.\d$/,
    );
    await response.bytes();
  }
});
