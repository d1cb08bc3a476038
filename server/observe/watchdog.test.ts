import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { build as buildApp, HELLO, PATH, speech, until } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { createStages, type Stage } from "./stages.ts";
import { passTime, withFakeTime } from "../time.fake.ts";
import { createWatchdog } from "./watchdog.ts";

function build() {
  let nowMs = 0;
  const now = () => nowMs;
  const lines: unknown[] = [];
  const freed: Stage[] = [];
  const watchdog = createWatchdog({
    limitsMs: { engine: 1000, reader: 5000 },
    log: (level, event, fields) => void lines.push([level, event, fields]),
    onFreed: (stage) => void freed.push(stage),
    now,
  });
  const reasons: SpeechError[] = [];
  const stages = createStages(now);
  const free = (reason: SpeechError): void => void reasons.push(reason);
  const done = watchdog.watch({ id: "a1", startedMs: -500, stages, free });
  const pass = (ms: number): void => {
    nowMs += ms;
    watchdog.check();
  };
  return { pass, lines, freed, reasons, stages, done };
}

test("check() - logs and frees a request without progress once", () => {
  const { pass, lines, freed, reasons, stages } = build();
  stages.enter("engine");
  pass(1000);
  expect(reasons).toEqual([]);
  pass(1);
  pass(1);
  expect(reasons).toMatchObject([{ code: "timeout" }]);
  expect(lines).toEqual([
    ["error", "stuck", { id: "a1", waits_for: "engine", silent_ms: 1001, held_ms: 1501 }],
  ]);
  expect(freed).toEqual(["engine"]);
});

test("createWatchdog() - checks once a second, but only while a request is watched", () =>
  withFakeTime(async () => {
    let reads = 0;
    const watchdog = createWatchdog({
      limitsMs: {},
      log: () => {},
      onFreed: () => {},
      now: () => (reads += 1),
    });
    const watch = () =>
      watchdog.watch({ id: "a1", startedMs: 0, stages: createStages(() => 0), free: () => {} });
    await passTime(3000);
    expect(reads).toBe(0);
    const unwatchFirst = watch();
    const unwatchSecond = watch();
    await passTime(3000);
    expect(reads).toBe(3);
    unwatchFirst();
    await passTime(3000);
    expect(reads).toBe(6);
    unwatchSecond();
    await passTime(3000);
    expect(reads).toBe(6);
    watch()();
    await passTime(3000);
    expect(reads).toBe(6);
  }));

test("check() - measures the time since the last progress in a stage", () => {
  const { pass, reasons, stages } = build();
  stages.enter("engine");
  for (let turn = 0; turn < 5; turn += 1) {
    pass(900);
    stages.alive();
  }
  pass(1000);
  expect(reasons).toEqual([]);
});

test("check() - applies the limit of the current stage to the time since the stage began", () => {
  const { pass, reasons, stages } = build();
  stages.enter("reader");
  pass(5000);
  stages.enter("engine");
  pass(1000);
  expect(reasons).toEqual([]);
  pass(1);
  expect(reasons).toHaveLength(1);
});

test("check() - never frees a queued request, since no limit is set for the queue", () => {
  const { pass, reasons } = build();
  pass(100_000);
  expect(reasons).toEqual([]);
});

test("check() - does not free a request that is no longer watched", () => {
  const { pass, reasons, stages, done } = build();
  stages.enter("engine");
  done();
  done();
  pass(100_000);
  expect(reasons).toEqual([]);
});

test("free() - sends status 504 and releases the slot before the first audio", async () => {
  const gate = Promise.withResolvers<void>();
  const engine = createFakeEngine({ before: () => gate.promise });
  const { app, admission, watched, lines } = buildApp(engine, { LOG_FORMAT: "json" });
  const headers = { "content-type": "application/json", "x-request-id": "stuck-1" };
  const answer = app.request(PATH, speech({ input: HELLO }, headers));
  await until(() => watched.length > 0);
  expect(watched[0]).toMatchObject({ id: "stuck-1", stages: { current: "engine" } });

  watched[0]?.free(new SpeechError("timeout", "stuck"));
  expect((await answer).status).toBe(504);
  expect([admission.inFlight, watched.length]).toEqual([0, 0]);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ event: "request", id: "stuck-1", status: 504, outcome: "error" }),
  );
});

test("free() - releases the slot and aborts the body while the client reads", async () => {
  const { app, admission, watched } = buildApp(createFakeEngine({ chunks: 50 }));
  const response = await app.request(PATH, speech({ input: HELLO, response_format: "pcm" }));
  expect(watched[0]?.stages.current).toBe("reader");

  watched[0]?.free(new SpeechError("timeout", "stuck"));
  expect(admission.inFlight).toBe(0);
  expect(response.bytes()).rejects.toThrow();
  expect(watched).toEqual([]);
});

test("watch() - ends for a failed request, whether streamed or a whole file", async () => {
  const engine = createFakeEngine({
    before: (chunk) => {
      if (chunk === 2) throw new Error("boom");
    },
  });
  const { app, watched } = buildApp(engine);
  const broken = await app.request(PATH, speech({ input: HELLO, response_format: "pcm" }));
  expect(broken.bytes()).rejects.toThrow();
  expect((await app.request(PATH, speech({ input: HELLO, stream: false }))).status).toBe(500);
  await until(() => watched.length === 0);
});
