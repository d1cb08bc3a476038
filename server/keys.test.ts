import { expect, test } from "bun:test";
import { build } from "./app.fake.ts";
import { createFakeEngine } from "./engine.fake.ts";

test("requireKey() - a refusal says what is missing and never shows a key", async () => {
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
