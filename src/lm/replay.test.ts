import { expect, test } from "bun:test";
import { allCodes, REQUEST } from "./lm.fake.ts";
import { openReplay } from "./replay.ts";

const OPTIONS = { text: "<|s_1|><|s_2|><|s_3|>", tokenName: "s_", repeat: 2, delayS: 0 };

test.each([0, 0.002])("the recording is played `repeat` times, delay %d s", async (delayS) => {
  expect(await allCodes(openReplay({ ...OPTIONS, delayS }))).toEqual([1, 2, 3, 1, 2, 3]);
});

test("tokens are read in the given spelling", async () => {
  const options = { ...OPTIONS, text: "<|speech_7|><|s_1|>", tokenName: "speech_", repeat: 1 };
  expect(await allCodes(openReplay(options))).toEqual([7]);
});

test("a client's max_tokens ends the replay", async () => {
  const sampling = { ...REQUEST.sampling, maxTokens: 4 };
  const tokens = openReplay(OPTIONS);
  expect(await allCodes(tokens, { sampling: { ...sampling, maxTokensSet: true } })).toEqual([
    1, 2, 3, 1,
  ]);
  expect(await allCodes(tokens, { sampling })).toHaveLength(6);
});

test("an abort ends the delay", async () => {
  const client = new AbortController();
  const tokens = openReplay({ ...OPTIONS, delayS: 60 })(REQUEST, client.signal);
  const next = tokens[Symbol.asyncIterator]().next();
  client.abort();
  await expect(next).rejects.toMatchObject({ code: "aborted" });
});

test("a text without tokens is refused", () => {
  expect(() => openReplay({ ...OPTIONS, text: "no tokens" })).toThrow(/holds no <\|s_N\|> token/);
});
