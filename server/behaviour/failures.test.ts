import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech, until } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";

test("a failure before the first audio returns 500 and frees the slot", async () => {
  const { app, admission, engine } = build(
    createFakeEngine({
      before: () => {
        throw new Error("secret of the engine");
      },
    }),
  );
  const response = await app.request(PATH, speech({ input: HELLO, response_format: "wav" }));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
  expect([admission.inFlight, engine.speaking]).toEqual([0, 0]);
});

test("a failure after the first audio breaks the body", async () => {
  const { serve, admission, lines } = build(
    createFakeEngine({
      before: (chunk) => {
        if (chunk === 2) throw new Error("boom");
      },
    }),
  );
  using server = serve();
  const answer = fetch(
    new URL(PATH, server.url),
    speech({ input: HELLO, response_format: "wav" }),
  ).then((response) => response.bytes());
  expect(answer).rejects.toThrow();
  await until(() => admission.inFlight === 0);
  expect(lines.join("\n")).toContain("outcome=broken");
});

test("an engine without progress returns 504 before the first audio and breaks the body after it", async () => {
  const silent = (from: number) =>
    createFakeEngine({
      before: (chunk) => (chunk < from ? undefined : new Promise<void>(() => {})),
    });
  const before = build(silent(0), { REQUEST_TIMEOUT_S: "0.05" });
  expect(
    (await before.app.request(PATH, speech({ input: HELLO, response_format: "wav" }))).status,
  ).toBe(504);
  expect(before.admission.inFlight).toBe(0);
  const after = build(silent(1), { REQUEST_TIMEOUT_S: "0.05" });
  using server = after.serve();
  const answer = fetch(
    new URL(PATH, server.url),
    speech({ input: HELLO, response_format: "wav" }),
  ).then((response) => response.bytes());
  expect(answer).rejects.toThrow();
  await until(() => after.admission.inFlight === 0);
});

test("a failure of an event stream returns an error status before the first audio and an error event after it", async () => {
  const failing = (from: number, wait: () => Promise<void>) =>
    createFakeEngine({ before: (chunk) => (chunk < from ? undefined : wait()) });
  const ways = {
    internal_error: () => Promise.reject(new Error("secret")),
    timeout: () => new Promise<void>(() => {}),
  };
  for (const [code, wait] of Object.entries(ways)) {
    const env = { REQUEST_TIMEOUT_S: "0.05" };
    const ask = speech({ input: HELLO, response_format: "pcm", stream_format: "sse" });
    const late = build(failing(2, wait), env);
    using server = late.serve();
    const text = await (await fetch(new URL(PATH, server.url), ask)).text();
    expect(text.split("event: ").map((event) => event.split("\n")[0])).toEqual([
      "",
      "speech.audio.delta",
      "speech.audio.delta",
      "error",
    ]);
    expect(text).toContain(`"code":"${code}"`);
    expect(text).not.toContain("secret");
    await until(() => late.admission.inFlight === 0);
    expect(late.lines.join("\n")).toContain("outcome=broken");
    const early = await build(failing(0, wait), env).app.request(PATH, ask);
    expect(early.status).toBe(code === "timeout" ? 504 : 500);
    expect(early.headers.get("content-type")).toStartWith("application/json");
  }
});
