import { expect, jest, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { beginTrace } from "../observe/trace.ts";
import { withFakeTime } from "../time.fake.ts";
import { build, hangingAt } from "./perform.fake.ts";

test("openPerformance() - throws the error of a refused admission and starts no watch", async () => {
  const built = build();
  const overloaded = new SpeechError("overloaded", "at capacity", { retryAfterS: 2 });
  built.queueWith(() => Promise.reject(overloaded));
  await expect(built.open()).rejects.toBe(overloaded);
  expect(built.seen).toMatchObject({ entered: 1, released: 0, watched: 0 });
});

test('openPerformance() - throws "not_ready" before admission if the engine is not ready', async () => {
  const { open, engine, seen, record } = build();
  engine.reason = "no voice worker is alive";
  await expect(open()).rejects.toMatchObject({ code: "not_ready", message: engine.reason });
  expect(seen.entered).toBe(0);
  expect(record.speech).toEqual({ engine: "fake", voice: "anna", chars: 12 });
});

test('openPerformance() - throws "not_ready" with a retry time before admission while the server drains', async () => {
  const { open, drain, seen } = build();
  drain.begin();
  await expect(open()).rejects.toMatchObject({
    code: "not_ready",
    message: "not ready: the server is shutting down",
    retryAfterS: 1,
  });
  expect(seen.entered).toBe(0);
});

test("openPerformance() - ends the performance with a timeout after REQUEST_TIMEOUT_S without progress", () =>
  withFakeTime(async () => {
    const { open, seen } = build(hangingAt(1).engine);
    const performance = await open();
    await performance.sounds.next();
    jest.advanceTimersByTime(100_000); // no timeout, because the reader has a chunk
    expect(performance.signal.aborted).toBe(false);
    const next = performance.sounds.next();
    jest.advanceTimersByTime(29_999);
    expect(performance.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    await expect(next).rejects.toMatchObject({
      code: "timeout",
      message: "no progress for 30 s (REQUEST_TIMEOUT_S)",
    });
    expect(seen).toMatchObject({ released: 1, unwatched: 1 });
  }));

test("openPerformance() - restarts the idle timeout at each step of the engine", () =>
  withFakeTime(async () => {
    const { engine } = hangingAt(0);
    const { speak } = engine;
    let step = (): void => {};
    engine.speak = (utterances, options, signal) => {
      step = () => options.hooks?.onStep?.("token");
      return speak(utterances, options, signal);
    };
    const { open, clock } = build(engine);
    const performance = await open();
    const next = performance.sounds.next().catch((error: unknown) => error);
    while (engine.speaking === 0) await Promise.resolve();
    for (let token = 1; token <= 3; token += 1) {
      jest.advanceTimersByTime(20_000);
      clock.nowMs += 20_000;
      step();
      expect(performance.stages.aliveMs).toBe(clock.nowMs);
    }
    expect(performance.signal.aborted).toBe(false);
    expect(performance.timeline.firstMs.token).toBe(20_000);
    expect(performance.timeline.lastMs.token).toBe(60_000);
    jest.advanceTimersByTime(30_000);
    expect(await next).toMatchObject({ code: "timeout" });
  }));

test("openPerformance() - passes key, kind of listener and estimated audio to admission", async () => {
  const { open, works } = build();
  await open();
  await open({ listener: { kind: "file", targetMs: 10_000 }, speed: 2 });
  expect(works).toMatchObject([
    { key: "7", live: true },
    { key: "7", live: false },
  ]);
  expect(works[0]?.audioS).toBeGreaterThan(0);
  expect(works[1]?.audioS).toBe((works[0]?.audioS ?? 0) / 2);
});

test('openPerformance() - enters the stage "engine" after the stage "queue"', async () => {
  const built = build();
  built.queueWith(async () => void (built.clock.nowMs += 40));
  const { stages } = await built.open();
  expect([stages.current, stages.spentMs("queue")]).toEqual(["engine", 40]);
  expect(built.requests[0]).toMatchObject({ id: "a1", startedMs: -5, stages });
});

test("openPerformance() - updates the figures in the record with each chunk", async () => {
  const { open, record, clock, seen } = build();
  const performance = await open({ input: "Hello \u{1f600}." });
  expect(record.speech).toMatchObject({ engine: "fake", voice: "anna", chars: 8 });
  expect(performance.usage()).toEqual({
    inputTokens: 0,
    outputTokens: 0,
    chars: 8,
    audioS: 0,
    unspoken: 0,
  });
  expect(record.speech?.firstAudioMs).toBeUndefined();
  clock.nowMs = 95;
  await performance.sounds.next();
  clock.nowMs = 200;
  await performance.sounds.next();
  expect(record.speech?.firstAudioMs).toBe(100);
  expect(record.speech?.audioS).toBeCloseTo(0.2);
  expect(seen.audioS).toBeCloseTo(0.2);
  expect(performance.usage()).toEqual({
    inputTokens: 0,
    outputTokens: 0,
    chars: 8,
    audioS: record.speech?.audioS ?? 0,
    unspoken: 0,
  });
});

test("openPerformance() - adds up the LM's token counts of all generations of a request", async () => {
  const engine = createFakeEngine();
  const { speak } = engine;
  engine.speak = (utterances, options, signal) => {
    options.hooks?.onUsage?.({ input: 3, output: 50 });
    options.hooks?.onUsage?.({ input: 4, output: 60 });
    return speak(utterances, options, signal);
  };
  const { open, record } = build(engine);
  const performance = await open();
  await performance.sounds.next();
  expect(performance.usage()).toMatchObject({ inputTokens: 7, outputTokens: 110 });
  expect(record.speech).toMatchObject({ inputTokens: 7, outputTokens: 110 });
});

test("openPerformance() - counts what the engine cannot say: of the input at once, of the speech as it is read", async () => {
  const { open, record } = build();
  const performance = await open({ input: "Hello \u4e16\u754c. This is the next one. \u6f22" });
  expect(performance.unspokenInput()).toBe(3);
  expect(performance.usage().unspoken).toBe(0);
  await performance.sounds.next();
  expect(record.speech?.unspoken).toBe(2);
  await Array.fromAsync(performance.sounds);
  expect(performance.usage().unspoken).toBe(3);
  expect(record.speech?.unspoken).toBe(3);
});

test("openPerformance() - has other engines of the server speak what the voice cannot", async () => {
  const main = { ...createFakeEngine(), voices: [{ id: "anna", name: "Anna", language: "en" }] };
  const other = {
    ...createFakeEngine(),
    voices: [{ id: "xia", name: "Xia", language: "zh" }],
    speakable: /\p{Script=Han}/u,
  };
  const { open, record } = build(main, [other]);
  const performance = await open({
    input: "This is one. \u4eca\u5929\u5f88\u597d\u3002 And \u6f22.",
  });
  expect(performance.unspokenInput()).toBe(1);
  await Array.fromAsync(performance.sounds);
  expect(record.speech).toMatchObject({ engine: "fake", voice: "anna", unspoken: 1 });
});

test("openPerformance() - passes the request's trace to the LM, if the request has a trace", async () => {
  const engine = createFakeEngine();
  const { speak } = engine;
  const parents: (string | undefined)[] = [];
  engine.speak = (utterances, options, signal) => {
    parents.push(options.hooks?.traceparent);
    return speak(utterances, options, signal);
  };
  const untraced = build(engine);
  await (await untraced.open()).sounds.next();
  const traced = build(engine);
  const trace = beginTrace(undefined, true)!;
  Object.assign(traced.record, { trace });
  await (await traced.open()).sounds.next();
  expect(parents).toEqual([undefined, `00-${trace.traceId}-${trace.lmSpanId}-01`]);
});
