import { expect, test } from "bun:test";
import { Hono } from "hono";
import { build } from "./app.fake.ts";
import { createFakeEngine } from "./engine.fake.ts";
import type { Env } from "./env.ts";
import { requireKey } from "./keys.ts";

test("requireKey() - says in a 401 response what is missing and never shows a key", async () => {
  const { app } = build(createFakeEngine(), { API_KEYS: "right-key" });
  const refusal = async (headers: Record<string, string>) => {
    const response = await app.request("/v1/models", { headers });
    return [response.status, response.headers.get("www-authenticate"), await response.text()];
  };
  const wanted = 'Expected `Authorization` to be \\"Bearer KEY\\" with a valid API key, got';
  for (const [headers, got] of [
    [{}, "nothing"],
    [{ authorization: "Basic right-key" }, "no bearer token"],
    [{ authorization: "Bearer wrong-key" }, "an unknown key"],
  ] as const) {
    const [status, challenge, body] = await refusal(headers);
    expect([status, challenge]).toEqual([401, "Bearer"]);
    expect(body).toContain(`${wanted} ${got}`);
    expect(body).not.toMatch(/right-key|wrong-key/);
  }
});

test("requireKey() - accepts a valid key and passes the index of the key to the handler", async () => {
  const app = new Hono<Env>()
    .use(requireKey(["first-key", "second-key"]))
    .get("/", (c) => c.text(c.get("key") ?? "none"));
  const answer = async (authorization: string) =>
    (await app.request("/", { headers: { authorization } })).text();
  expect(await answer("Bearer first-key")).toBe("0");
  expect(await answer("bearer second-key")).toBe("1");
});

test("requireKey() - accepts the key wherever ElevenLabs', Deepgram's and other clients put it", async () => {
  const app = new Hono<Env>()
    .use(requireKey(["a-key", "b-key"]))
    .get("/", (c) => c.text(c.get("key") ?? ""));
  app.onError((error, c) => c.text(error.message, 401));
  const answer = async (headers: Record<string, string>, query = "") =>
    (await app.request(`/${query}`, { headers })).text();
  for (const headers of [
    { authorization: "Token b-key" },
    { authorization: "Api-Key b-key" },
    { "xi-api-key": "b-key" },
    { "x-api-key": "b-key" },
    { "sec-websocket-protocol": "token, b-key" },
    { "sec-websocket-protocol": "Bearer,b-key" },
    { authorization: "Bearer wrong", "xi-api-key": "b-key" },
  ])
    expect(await answer(headers)).toBe("1");
  for (const query of ["?api_key=b-key", "?authorization=b-key", "?authorization=Bearer%20b-key"])
    expect(await answer({}, query)).toBe("1");
  expect(await answer({ "xi-api-key": "wrong" })).toContain("an unknown key");
  expect(await answer({ "sec-websocket-protocol": "b-key" })).toContain("nothing");
});
