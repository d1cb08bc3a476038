import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import type { Ended } from "./observer.ts";
import { openOtlp } from "./otlp.ts";
import { openSentry } from "./sentry.ts";
import { createStages } from "./stages.ts";
import { beginTrace } from "./trace.ts";
import { until } from "../../src/until.fake.ts";

/** The collector responds after `gate` is resolved. */
let gate: PromiseWithResolvers<void>;
let posts: string[];
let collector: ReturnType<typeof Bun.serve>;
let lines: string[];
beforeEach(() => {
  gate = Promise.withResolvers();
  posts = [];
  lines = [];
  collector = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      posts.push(await request.text());
      await gate.promise;
      return new Response("{}");
    },
  });
  jest.useFakeTimers();
});
afterEach(async () => {
  jest.useRealTimers();
  gate.resolve();
  await collector.stop(true);
});

const services = {
  log: (level: string, event: string, fields = {}) =>
    void lines.push(JSON.stringify({ level, event, ...fields })),
  now: () => 0,
};

/** Returns a request that has ended. Its root span contains `id`. */
function ended(id: string): Ended {
  const record = {
    id,
    method: "POST",
    startedMs: 0,
    route: "/v1/audio/speech",
    face: "http",
    status: 500,
    outcome: "error",
    streaming: false,
    speech: { engine: "fake", voice: "anna", chars: 3, stages: createStages(() => 0) },
    trace: beginTrace(undefined, true)!,
  } as const;
  return { record, endedMs: 1, fault: new Error("the voice broke") };
}

const arrived = (id: string) => posts.some((post) => post.includes(id));

test("openOtlp() - sends spans that arrive during a slow post in the next post", async () => {
  const { observe } = openOtlp({ endpoint: collector.url.href, ...services });
  observe(ended("first"));
  jest.advanceTimersByTime(1000);
  await until(() => arrived("first"));
  observe(ended("second"));
  jest.advanceTimersByTime(1000);
  gate.resolve();
  await until(() => arrived("second"));
  // No post is running any more, so the third request has to start the timer again.
  await until(() => collector.pendingRequests === 0);
  observe(ended("third"));
  jest.advanceTimersByTime(1000);
  await until(() => arrived("third"));
});

test("openOtlp() - drops spans beyond the limit and logs their number", async () => {
  const { observe, close } = openOtlp({ endpoint: collector.url.href, ...services });
  // 2050 requests have 4100 spans, two each. At most 4096 spans wait, so that 4 are dropped.
  for (let request = 0; request < 2050; request += 1) observe(ended(`request-${request}`));
  gate.resolve();
  await close();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/traces_dropped.*"spans":4.*4096 spans wait/);
});

test("close() - gives up after 3 s if the service never responds", async () => {
  const dsn = collector.url.href.replace("http://", "http://key@");
  const reporters = [
    openOtlp({ endpoint: collector.url.href, ...services }),
    openSentry({ dsn: `${dsn}1`, redact: (text) => text, ...services }),
  ];
  for (const { observe } of reporters)
    for (let request = 0; request < 600; request += 1) observe(ended(`request-${request}`));
  const closed = Promise.all(reporters.map(({ close }) => close()));
  await until(() => posts.length > 1);
  jest.advanceTimersByTime(3000);
  await closed;
  for (const event of ["traces_dropped", "report_dropped"])
    expect(lines.join("\n")).toMatch(new RegExp(`${event}.*the server stops`));
});
