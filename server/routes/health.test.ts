import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";

test("a draining server sends 503 for new speech requests and /ready, and completes a running stream", async () => {
  const gate = Promise.withResolvers<void>();
  const { app, drain } = build(
    createFakeEngine({ before: (chunk) => (chunk < 1 ? undefined : gate.promise) }),
  );
  const running = await app.request(PATH, speech({ input: HELLO, response_format: "wav" }));
  drain.begin();
  expect((await app.request("/ready")).status).toBe(503);
  expect((await app.request(PATH, speech({ input: HELLO, response_format: "wav" }))).status).toBe(
    503,
  );
  expect((await app.request("/health")).status).toBe(200);
  gate.resolve();
  expect((await running.bytes()).length).toBe(44 + 3 * 2400 * 2);
});

test("/ready sends 503 with the reason if the engine is not ready", async () => {
  const { app, engine } = build();
  engine.reason = "no voice worker is alive";
  const ready = await app.request("/ready");
  expect([ready.status, await ready.text()]).toEqual([
    503,
    expect.stringContaining("no voice worker"),
  ]);
  expect((await app.request(PATH, speech({ input: HELLO, response_format: "wav" }))).status).toBe(
    503,
  );
});
