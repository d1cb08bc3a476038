import { expect, test } from "bun:test";
import type { FakeLm } from "./lm.fake.ts";
import { baseUrl, createSender } from "./send.ts";
import { lmPerTest } from "./lmPerTest.fake.ts";

const { signal } = new AbortController();

let lm: FakeLm;
lmPerTest((opened) => {
  lm = opened;
});

test.each(["", "/", "/v1", "/v1/", "/v1/completions", "/v1/completions/"])(
  "baseUrl() - removes %p",
  (path) => {
    expect(baseUrl(`http://lm.local:8000${path}`)).toBe("http://lm.local:8000");
  },
);

test("baseUrl() - keeps any other path", () => {
  expect(baseUrl("http://lm.local/v1/lm")).toBe("http://lm.local/v1/lm");
});

test("a call with a body is a POST of JSON with its headers and the key", async () => {
  const send = createSender(baseUrl(lm.url), "k1");
  const headers = { traceparent: "00-1-2-01", authorization: "other" };
  const response = await send("/tokenize", { body: { a: 1 }, headers }, signal);
  expect(await response.json()).toEqual(lm.tokenization);
  expect(lm.asked).toEqual([
    { path: "/tokenize", authorization: "Bearer k1", traceparent: "00-1-2-01", body: '{"a":1}' },
  ]);
});

test("a call without a body is a GET; without a key it has no authorization", async () => {
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: ({ method, headers }) => new Response(`${method} ${headers.get("authorization")}`),
  });
  const response = await createSender(server.url.origin, null)("/", {}, signal);
  expect(await response.text()).toBe("GET null");
});

test("an unreachable server throws a fault server without user name and password", async () => {
  const send = createSender("http://user:word@127.0.0.1:9", null);
  await expect(send("/v1/models", {}, signal)).rejects.toMatchObject({
    fault: "server",
    message: expect.stringMatching(/^the speech LM at http:\/\/127\.0\.0\.1:9 can't be reached: /),
    cause: expect.anything(),
  });
});

test("an abort throws the reason of the signal", async () => {
  const send = createSender(lm.url, null);
  await expect(send("/v1/models", {}, AbortSignal.abort())).rejects.toMatchObject({
    code: "aborted",
  });
});
