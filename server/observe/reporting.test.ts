import { afterEach, beforeEach, expect, test } from "bun:test";
import { openFakeLm } from "../../src/lm/lm.fake.ts";
import { readConfig } from "../config.ts";
import { buildWith, PATH, speech, until } from "../app.fake.ts";
import { createFakeEngine, type FakeEngine } from "../engine.fake.ts";
import type { Observer } from "./observer.ts";
import { openReporters } from "./reporting.ts";
import { startServer } from "../process.fake.ts";
import type { OtlpSpan } from "./spans.ts";

interface Received {
  readonly path: string;
  readonly auth: string | null;
  readonly text: string;
}

let received: Received[];
let status: number;
let collector: ReturnType<typeof Bun.serve>;
beforeEach(() => {
  received = [];
  status = 200;
  collector = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const path = new URL(request.url).pathname;
      const auth = request.headers.get("x-sentry-auth");
      received.push({ path, auth, text: await request.text() });
      return new Response("{}", { status });
    },
  });
});
afterEach(() => collector.stop(true));

/** Builds the app with the reporters that `env` configures. */
async function reporting(env: Readonly<Record<string, string>>, engine = createFakeEngine()) {
  const lines: string[] = [];
  const log = (level: string, event: string, fields = {}) =>
    void lines.push(JSON.stringify({ level, event, ...fields }));
  const now = () => performance.now();
  const reporters = await openReporters(readConfig(env), { log, now });
  const observers: Observer[] = reporters.map(({ observe }) => observe);
  const { app } = buildWith([engine], env, observers);
  const close = () => Promise.all(reporters.map((reporter) => reporter.close()));
  return { app, reporters, close, lines };
}

function spans(): OtlpSpan[] {
  return received.flatMap(({ text }) => {
    const { resourceSpans } = JSON.parse(text) as {
      resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
    };
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  });
}

function failing(): FakeEngine {
  return createFakeEngine({
    before: () => {
      throw new Error("the voice broke");
    },
  });
}

const TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const JSON_TYPE = { "content-type": "application/json" };

test("openReporters() - opens no reporters without configuration", async () => {
  expect(await openReporters(readConfig({}), { log: () => {}, now: () => 0 })).toEqual([]);
});

test("OTLP - exports the spans of a request in the client's trace and within the time of the request", async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.href };
  const { app, close } = await reporting(env);
  const headers = { ...JSON_TYPE, traceparent: TRACEPARENT };
  await (await app.request(PATH, speech({ input: "classified words" }, headers))).bytes();
  await app.request("/health");
  await close();
  expect(received.map(({ path }) => path)).toEqual(["/v1/traces"]);
  expect(received[0]?.text).not.toContain("classified");
  const all = spans();
  expect(all.map(({ name }) => name)).toEqual([`POST ${PATH}`, "queue", "encode"]);
  const [root, ...parts] = all;
  expect(root).toMatchObject({
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    parentSpanId: "00f067aa0ba902b7",
    kind: 2,
  });
  expect(root?.attributes).toContainEqual({ key: "utter.outcome", value: { stringValue: "ok" } });
  expect(root?.attributes).toContainEqual({
    key: "http.response.status_code",
    value: { intValue: "200" },
  });
  const [fromNs, toNs] = [BigInt(root?.startTimeUnixNano ?? 0), BigInt(root?.endTimeUnixNano ?? 0)];
  expect(Math.abs(Number(toNs / 1_000_000n) - Date.now())).toBeLessThan(60_000);
  for (const part of parts) {
    expect(part).toMatchObject({ traceId: root?.traceId, parentSpanId: root?.spanId });
    expect(BigInt(part.startTimeUnixNano)).toBeGreaterThanOrEqual(fromNs);
    expect(BigInt(part.endTimeUnixNano)).toBeLessThanOrEqual(toNs);
  }
});

test("OTLP - does not export an unsampled trace", async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.href };
  const { app, close } = await reporting(env);
  const unsampled = { ...JSON_TYPE, traceparent: TRACEPARENT.replace(/01$/, "00") };
  expect((await app.request(PATH, speech({ input: "Hi." }, unsampled))).status).toBe(200);
  await close();
  expect(spans()).toEqual([]);
});

test("OTLP - sets the error status on the span of a failed request", async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url.href}v1/traces` };
  const { app, close } = await reporting(env, failing());
  expect((await app.request(PATH, speech({ input: "Hi." }))).status).toBe(500);
  await close();
  expect(spans().map(({ name, status }) => [name, status])).toEqual([
    [`POST ${PATH}`, { code: 2 }],
    ["queue", undefined],
  ]);
});

test("OTLP - logs a collector that rejects spans or is down, and requests still succeed", async () => {
  status = 503;
  const down = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" };
  for (const env of [{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.href }, down]) {
    const { app, close, lines } = await reporting(env);
    expect((await app.request(PATH, speech({ input: "Hi." }))).status).toBe(200);
    await app.request(PATH, speech({ input: "Hi.", stream: false }));
    await close();
    expect(lines.join("\n")).toContain('"event":"traces_dropped"');
  }
});

test("Sentry - reports a server fault as one event with the request id but without text or keys", async () => {
  const dsn = collector.url.href.replace("http://", "http://public-key@");
  const env = { SENTRY_DSN: `${dsn}prefix/42`, API_KEYS: "right-key" };
  const engine = createFakeEngine({
    before: () => {
      throw new Error("the voice broke with right-key");
    },
  });
  const { app, close } = await reporting(env, engine);
  const headers = { ...JSON_TYPE, authorization: "Bearer right-key", "x-request-id": "fault-1" };
  await app.request(PATH, speech({ input: "classified words" }, headers));
  await app.request(PATH, speech({ input: " " }, headers)); // a blank input is the client's mistake and is not reported
  await close();
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    path: "/prefix/api/42/envelope/",
    auth: expect.stringContaining("sentry_key=public-key"),
  });
  const [head, item, event] = (received[0]?.text ?? "")
    .split("\n")
    .map((line) => line && JSON.parse(line));
  expect(item).toEqual({ type: "event" });
  expect(event).toMatchObject({
    event_id: head.event_id,
    level: "error",
    exception: { values: [{ value: expect.stringContaining("the voice broke with (hidden)") }] },
    tags: { request_id: "fault-1", engine: "fake", status: "500" },
  });
  expect(received[0]?.text).not.toMatch(/classified|right-key/);
});

test("Sentry - reports at most 20 faults per minute", async () => {
  const env = { SENTRY_DSN: collector.url.href.replace("http://", "http://key1@") + "7" };
  const { app, close } = await reporting(env, failing());
  for (let request = 0; request < 50; request += 1)
    await app.request(PATH, speech({ input: "Hi." }));
  await close();
  await until(() => received.length === 20);
});

test("openReporters() - throws an error with the DSN redacted if SENTRY_DSN is invalid", async () => {
  const config = readConfig({ SENTRY_DSN: "https://host/without-key" });
  const opened = openReporters(config, { log: () => {}, now: () => 0 });
  await expect(opened).rejects.toThrow(
    "Expected `SENTRY_DSN` to be https://KEY@HOST/PROJECT, got (hidden)",
  );
  expect(() => readConfig({ SENTRY_DSN: "secret" })).toThrow(
    /^Expected `SENTRY_DSN` to be .*, got \(hidden\)/,
  );
});

test("OTLP - a server process exports LM and codec spans before it exits and sends the trace to the LM", async () => {
  const lm = openFakeLm();
  const { child, url } = await startServer({
    DEVICE: "cpu",
    DECODER_MODEL: "fixtures/decoder.onnx",
    TTS_API: lm.url,
    SPEAKERS: "husein",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.href,
  });
  try {
    const headers = { ...JSON_TYPE, traceparent: TRACEPARENT };
    await (await fetch(`${url}${PATH}`, speech({ input: "Hello." }, headers))).bytes();
  } finally {
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    await lm.close();
  }
  const all = spans();
  expect(all.map(({ name }) => name)).toEqual([`POST ${PATH}`, "queue", "lm", "codec", "encode"]);
  const asked = lm.asked.find(({ path }) => path === "/v1/completions");
  expect(asked?.traceparent).toBe(
    `00-4bf92f3577b34da6a3ce929d0e0e4736-${all.find(({ name }) => name === "lm")?.spanId}-01`,
  );
}, 60_000);
