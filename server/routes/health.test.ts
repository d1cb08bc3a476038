import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";

test("while the server drains, new work and /ready are 503 and a running stream completes", async () => {
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

test("an engine that is not ready makes /ready 503 with its reason", async () => {
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
