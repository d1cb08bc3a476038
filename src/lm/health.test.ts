import { expect, test } from "bun:test";
import { openFakeLm } from "./lm.fake.ts";
import { watchHealth } from "./health.ts";

test("a wrong key is told as such, an LM that is away as a reason to come back later", async () => {
  using denying = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: ({ headers }) =>
      Response.json({ error: `Unauthorized: ${headers.get("authorization")}` }, { status: 401 }),
  });
  const away = "http://127.0.0.1:9";
  const lm = openFakeLm();
  const unready = async (...urls: string[]) => {
    const health = await watchHealth({ urls, apiKey: "wrong", model: null });
    health.close();
    return health.unready();
  };
  try {
    expect(await unready(denying.url.href)).toMatchObject({
      code: "upstream",
      message: expect.stringMatching(/401.*TTS_API_KEY.*Unauthorized: Bearer \(hidden\)/),
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

test("a model that an LM does not know is told with those that it knows; one that has it is enough", async () => {
  const serving = (body: () => Response) =>
    Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: body });
  using lm = serving(() => Response.json({ data: [{ id: "small" }, { id: "large" }] }));
  using other = serving(() => Response.json({ data: [{ id: "wanted" }] }));
  using empty = serving(() => Response.json({ data: [] }));
  using proxy = serving(() => new Response("<html>fine</html>"));
  const unready = async (model: string | null, ...servers: { url: URL }[]) => {
    const urls = servers.map(({ url }) => url.href);
    const health = await watchHealth({ urls, apiKey: null, model });
    health.close();
    return health.unready();
  };
  expect(await unready("wanted", lm)).toMatchObject({
    code: "upstream",
    message: expect.stringMatching(/no model "wanted" \(MODEL_NAME\); it has small, large/),
  });
  expect(await unready(null, empty)).toMatchObject({ code: "upstream" });
  expect(await unready("wanted", lm, other)).toBeNull();
  expect(await unready("large", lm)).toBeNull();
  expect(await unready(null, lm)).toBeNull();
  expect(await unready("wanted", proxy)).toBeNull();
});

test("what is told of an LM never holds the name and password of its URL", async () => {
  const url = "http://user:hidden-password@127.0.0.1:9/v1";
  const health = await watchHealth({ urls: [url], apiKey: null, model: null });
  health.close();
  expect(health.unready()?.message).toContain("http://127.0.0.1:9");
  expect(health.unready()?.message).not.toMatch(/user|password/);
});

test("an LM that goes away is noticed while nobody asks for speech, and so is its return", async () => {
  const serve = (port: number) =>
    Bun.serve({
      hostname: "127.0.0.1",
      port,
      fetch: () => Response.json({ data: [{ id: "m" }] }, { headers: { connection: "close" } }),
    });
  const first = serve(0);
  const port = first.port ?? 0;
  const health = await watchHealth({
    urls: [first.url.href],
    apiKey: null,
    model: "m",
    everyMs: 5,
  });
  expect(health.unready()).toBeNull();
  await first.stop(true);
  while (health.unready() === null) await Bun.sleep(2);
  expect(health.unready()).toMatchObject({ code: "not_ready" });
  using _again = serve(port);
  while (health.unready() !== null) await Bun.sleep(2);
  health.close();
});
