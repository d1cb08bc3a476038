import { expect, test } from "bun:test";
import { build } from "../server/app.fake.ts";
import { createFakeEngine } from "../server/engine.fake.ts";
import { CLIENTS } from "./clients.ts";
import { OPENAI } from "./openai.ts";

/** Starts a loopback server whose engine speaks a long text slowly. */
async function start(env: Readonly<Record<string, string>>) {
  const engine = createFakeEngine({ before: () => Bun.sleep(1), chunks: 10 });
  const server = build(engine, env).serve();
  return { url: server.url.origin, stop: () => server.stop(true) };
}

for (const { id, claim, run } of [...OPENAI, ...CLIENTS])
  test.concurrent(`${id}: ${claim}`, async () => {
    const { url, stop } = await start({});
    try {
      expect(await run({ url, start })).toMatch(/./);
    } finally {
      await stop();
    }
  });
