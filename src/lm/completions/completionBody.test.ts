import { expect, test } from "bun:test";
import { clampMaxTokens, completionBody } from "./completionBody.ts";
import { END_ID, REQUEST } from "../lm.fake.ts";
import { PROMPT_STYLES } from "../prompt.ts";
import type { Prompt } from "../source.ts";

test("completionBody() - all fields", () => {
  const description = { model: "tiny-speech-lm", endId: END_ID };
  expect(completionBody(REQUEST, PROMPT_STYLES.scicom, description)).toEqual({
    model: "tiny-speech-lm",
    prompt: "<|im_start|>husein: Hello.<|speech_start|>",
    stream: true,
    stream_options: { include_usage: true },
    return_token_ids: true,
    skip_special_tokens: false,
    stop_token_ids: [END_ID],
    temperature: 0.7,
    top_p: 0.9,
    repetition_penalty: 1.15,
    repeat_penalty: 1.15,
    max_tokens: 3072,
    seed: 7,
  });
});

test("completionBody() - model and seed are left out where unknown, the end token is a stop string", () => {
  const { seed: _, ...sampling } = REQUEST.sampling;
  const request = { prompt: REQUEST.prompt, sampling };
  const body = completionBody(request, PROMPT_STYLES.scicom, { model: null, endId: null });
  for (const field of ["model", "stop_token_ids", "seed"]) expect(body).not.toHaveProperty(field);
  expect(body).toHaveProperty("stop", ["<|im_end|>"]);
});

const CLONE: Prompt = {
  kind: "clone",
  referenceText: "Hé.",
  referenceCodes: [1, 2, 3],
  text: "Hello.",
};

test.each<[Prompt, number | null, number]>([
  [REQUEST.prompt, null, 3072],
  [REQUEST.prompt, 4096, 3072],
  // "Hello." has 6 bytes; the frame of the prompt counts 64 tokens.
  [REQUEST.prompt, 3072 + 6 + 64, 3072],
  [REQUEST.prompt, 2048, 2048 - 6 - 64],
  [REQUEST.prompt, 2, 1],
  // Two texts of 6 and 4 bytes, three codes.
  [CLONE, 2048, 2048 - 6 - 4 - 3 - 64],
])("clampMaxTokens() - %j in a model of %p tokens: %d", (prompt, maxModelTokens, maxTokens) => {
  const { sampling } = REQUEST;
  expect(clampMaxTokens({ prompt, sampling }, maxModelTokens)).toEqual({ ...sampling, maxTokens });
});
