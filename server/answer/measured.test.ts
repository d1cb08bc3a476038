import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";

test("isWaiting() is true while the client waits for the engine, false while it has audio to read", async () => {
  const seen: (boolean | undefined)[] = [];
  const engine = createFakeEngine();
  const { speak } = engine;
  let isWaiting: (() => boolean) | undefined;
  engine.speak = (utterances, options, signal) =>
    speak(
      (async function* noted() {
        for await (const utterance of utterances) {
          isWaiting = options.hooks?.isWaiting;
          seen.push(isWaiting?.());
          yield utterance;
        }
      })(),
      options,
      signal,
    );
  const { app } = build(engine);
  const response = await app.request(PATH, speech({ input: HELLO, response_format: "pcm" }));
  seen.push(isWaiting?.());
  await response.bytes();
  expect(seen).toEqual([true, false]);
});
