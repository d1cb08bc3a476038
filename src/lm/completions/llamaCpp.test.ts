import { expect, jest, test } from "bun:test";
import { PROMPT_STYLES } from "../prompt.ts";
import { allCodes, type FakeLm, openSource } from "../lm.fake.ts";
import { lmPerTest } from "../lmPerTest.fake.ts";

let lm: FakeLm;
lmPerTest((opened) => {
  lm = opened;
});

/** An event as llama.cpp's server (build 11549) sends it: text, no token ids. */
function piece(text: string, finish: string | null = null, more: object = {}): string {
  const choice = { text, index: 0, logprobs: null, finish_reason: finish };
  return JSON.stringify({ choices: [choice], model: "m.gguf", object: "text_completion", ...more });
}

const USAGE = { usage: { completion_tokens: 3, prompt_tokens: 53, total_tokens: 56 } };
const SPOKEN = [piece("<|speech_5|>"), piece("<|speech_6|>")];
const STYLE = { style: PROMPT_STYLES.neutts };

test("a generation of llama.cpp's server is read from its text, and ends at the stop string", async () => {
  // Its /tokenize reads another field than vLLM's.
  lm.tokenization = { tokens: [] };
  lm.answers = [[...SPOKEN, piece(""), piece("", "stop", USAGE), "[DONE]"]];
  const onUsage = jest.fn();
  const onRunaway = jest.fn();
  const tokens = openSource(lm.url, { ...STYLE, onRunaway });
  expect(await allCodes(tokens, { hooks: { onUsage } })).toEqual([5, 6]);
  expect(lm.generations()).toMatchObject([
    { stop: ["<|SPEECH_GENERATION_END|>"], repeat_penalty: 1.15, max_tokens: 3072 },
  ]);
  expect(onUsage.mock.calls).toEqual([[{ input: 53, output: 3 }]]);
  expect(onRunaway).not.toHaveBeenCalled();
});

test("a generation that fills the context of its slot is a failure that says so", async () => {
  lm.tokenization = { tokens: [] };
  lm.answers = [[...SPOKEN, piece("", "length", USAGE), "[DONE]"]];
  await expect(allCodes(openSource(lm.url, STYLE))).rejects.toThrow("the end of its context");
});

test.each([
  [401, "Invalid API Key", "authentication_error", "check TTS_API_KEY"],
  [400, "request (9 tokens) exceeds the available context size", "x", "exceeds the available"],
  [503, "Loading model", "unavailable_error", "busy (503): Loading model"],
])(
  "an error of llama.cpp's server with %d keeps its message",
  async (code, message, type, said) => {
    lm.answers = [() => Response.json({ error: { code, message, type } }, { status: code })];
    await expect(allCodes(openSource(lm.url, STYLE))).rejects.toThrow(said);
  },
);
