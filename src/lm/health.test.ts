import { expect, test } from "bun:test";
import { openFakeLm } from "./fake-lm.ts";
import { watchHealth } from "./health.ts";

test("a wrong key is told as such, an LM that is away as a reason to come back later", async () => {
  using denying = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => Response.json({ error: "Unauthorized" }, { status: 401 }),
  });
  const away = "http://127.0.0.1:9";
  const lm = openFakeLm();
  const unready = async (...urls: string[]) => {
    const health = await watchHealth(urls, "wrong");
    health.close();
    return health.unready();
  };
  try {
    expect(await unready(denying.url.href)).toMatchObject({
      code: "upstream",
      message: expect.stringMatching(/401.*TTS_API_KEY.*Unauthorized/),
    });
    expect(await unready(denying.url.href, away)).toMatchObject({
      code: "not_ready",
      retryAfterS: 1,
    });
    expect(await unready(denying.url.href, lm.url)).toBeNull();
  } finally {
    await lm.close();
  }
});
