import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";

const OURS = "https://app.example";
const THEIRS = "https://other.example";
const KEYED = { API_KEYS: "secret-key" };

/** Sends the preflight request of a page from `origin`. */
async function preflight(env: Readonly<Record<string, string>>, origin: string) {
  const response = await build(createFakeEngine(), env).app.request(PATH, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    },
  });
  const told = (name: string) => response.headers.get(`access-control-allow-${name}`);
  return { status: response.status, origin: told("origin"), told };
}

/** Sends a request without a key. Returns its status and the origin whose pages can read the response. */
async function reader(env: Readonly<Record<string, string>>, origin: string) {
  const headers = { "content-type": "application/json", origin };
  const response = await build(createFakeEngine(), env).app.request(
    PATH,
    speech({ input: HELLO }, headers),
  );
  await response.bytes();
  return { status: response.status, origin: response.headers.get("access-control-allow-origin") };
}

test("only pages from an allowed origin can call the API", async () => {
  const env = { CORS_ORIGINS: `https://first.example,${OURS}` };
  expect(await reader(env, OURS)).toEqual({ status: 200, origin: OURS });
  expect((await reader(env, THEIRS)).origin).toBeNull();
  expect((await preflight(env, THEIRS)).origin).toBeNull();
  expect((await reader({ CORS_ORIGINS: "*" }, THEIRS)).origin).toBe("*");
});

test("no other origin is allowed if CORS_ORIGINS is empty", async () => {
  expect(await reader({}, OURS)).toEqual({ status: 200, origin: null });
  expect((await preflight({}, OURS)).origin).toBeNull();
});

test("a preflight request requires no key", async () => {
  const { status, origin, told } = await preflight({ ...KEYED, CORS_ORIGINS: OURS }, OURS);
  expect({ status, origin }).toEqual({ status: 204, origin: OURS });
  expect(told("methods")).toContain("POST");
  expect(told("headers")?.toLowerCase()).toContain("authorization");
});

test("pages from an allowed origin can read an error", async () => {
  expect(await reader({ ...KEYED, CORS_ORIGINS: OURS }, OURS)).toEqual({
    status: 401,
    origin: OURS,
  });
});

test("pages from an allowed origin can read the id and the timing of a request", async () => {
  const headers = { "content-type": "application/json", origin: OURS };
  const { app } = build(createFakeEngine(), { CORS_ORIGINS: OURS });
  const response = await app.request(PATH, speech({ input: HELLO }, headers));
  expect(response.headers.get("access-control-expose-headers")).toBe(
    "x-request-id,retry-after,server-timing,x-unspoken,x-utter-ignored",
  );
  await response.bytes();
});
