import { expect, test } from "bun:test";
import type { TokenUsage } from "../../requestHooks.ts";
import { createGeneration, type GenerationOptions } from "./generation.ts";
import { END_ID, event, FIRST_ID, REQUEST } from "../lm.fake.ts";
import { PROMPT_STYLES } from "../prompt.ts";

function generation(more: Partial<GenerationOptions> = {}) {
  const { sampling } = REQUEST;
  const ids = { firstId: FIRST_ID, endId: null };
  const given = { style: PROMPT_STYLES.scicom, sampling, text: "Hello.", secrets: [] };
  return createGeneration({ ...given, ...ids, ...more });
}

const choices = (...all: readonly Record<string, unknown>[]) => JSON.stringify({ choices: all });

test("ids outside the codes are skipped, the other ids keep their order", () => {
  const ids = [END_ID, FIRST_ID + 9, FIRST_ID - 1, FIRST_ID, FIRST_ID + 65_535, FIRST_ID + 65_536];
  expect(generation().push(choices({ token_ids: ids }))).toEqual([9, 0, 65_535]);
});

test("ids that are not whole numbers are skipped", () => {
  const ids = [FIRST_ID + 0.5, String(FIRST_ID), null, FIRST_ID + 1];
  expect(generation().push(choices({ token_ids: ids }))).toEqual([1]);
});

test.each([
  ["an event without ids", FIRST_ID, { text: "<|s_3|>" }],
  ["ids of null", FIRST_ID, { text: "<|s_3|>", token_ids: null }],
  ["ids that are not a list", FIRST_ID, { text: "<|s_3|>", token_ids: 5 }],
  ["an unknown first id", null, { text: "<|s_3|>", token_ids: [FIRST_ID + 4] }],
])("with %s tokens are read from the text", (_name, firstId, choice) => {
  expect(generation({ firstId }).push(choices(choice))).toEqual([3]);
});

test("the choices of one event are joined", () => {
  const both = choices({ token_ids: [FIRST_ID + 1] }, { token_ids: [FIRST_ID + 2] });
  expect(generation().push(both)).toEqual([1, 2]);
});

test("[DONE] is returned as done", () => {
  expect(generation().push("[DONE]")).toBe("done");
});

test("usage is reported with the LM's own counts", () => {
  const reports: TokenUsage[] = [];
  const { push } = generation({ onUsage: (usage) => void reports.push(usage) });
  expect(push('{"usage":{"prompt_tokens":5,"completion_tokens":3}}')).toEqual([]);
  push('{"choices":[],"usage":null}');
  push('{"choices":[],"usage":{"prompt_tokens":5}}');
  expect(reports).toEqual([{ input: 5, output: 3 }]);
});

test.each(["<html>", "[1]", "null", '"text"', '{"choices":[null]}', '{"choices":5}'])(
  "%s is an invalid event, a fault of the server",
  (data) => {
    expect(() => generation().push(data)).toThrow(
      expect.objectContaining({
        fault: "server",
        message: `the speech LM sent an invalid completion event: ${data}`,
      }),
    );
  },
);

test.each([
  ['{"error":{"message":"died","code":500}}', "server", "the speech LM failed: died"],
  ['{"error":{"message":"full","code":503}}', "busy", "the speech LM failed: full"],
  ['{"error":{"message":"no","code":400},"choices":5}', "request", "the speech LM failed: no"],
  ['{"error":{"message":"no","code":"x"}}', "server", "the speech LM failed: no"],
  ['{"error":"boom"}', "server", "the speech LM failed: boom"],
  ['{"error":{"type":"x"}}', "server", 'the speech LM failed: {"type":"x"}'],
])("%s is a failure with the LM's message", (data, fault, message) => {
  expect(() => generation().push(data)).toThrow(expect.objectContaining({ fault, message }));
});

test("an error of null is ignored", () => {
  expect(generation().push('{"error":null,"choices":[{"text":"<|s_1|>"}]}')).toEqual([1]);
});

test.each(['{"error":"no classified"}', "classified is not JSON"])(
  "secrets are redacted in the error of %s",
  (data) => {
    const { push } = generation({ secrets: ["classified"] });
    expect(() => push(data)).toThrow(/^(?!.*classified).*\(hidden\)/);
  },
);

test("a long message of the LM is cut", () => {
  const failed = () => generation().push(JSON.stringify({ error: "x".repeat(1000) }));
  expect(failed).toThrow(new RegExp(`^the speech LM failed: x{300}$`));
  expect(() => generation().push("y".repeat(1000))).toThrow(/event: y{100}$/);
});

test("end() - a finish reason after speech is a success", () => {
  const { push, end } = generation();
  push(event(1, "stop"));
  push('{"choices":[{"token_ids":[],"finish_reason":null}]}');
  expect(end).not.toThrow();
});

test("end() - no finish reason is a fault of the server", () => {
  const { push, end } = generation();
  push(event(1));
  push("[DONE]");
  expect(end).toThrow(expect.objectContaining({ fault: "server" }));
});

test("end() - no speech is a fault of the generation", () => {
  const { push, end } = generation();
  push(choices({ token_ids: [END_ID], finish_reason: "stop" }));
  expect(end).toThrow(
    expect.objectContaining({
      fault: "generation",
      message: "the speech LM ended without a speech token",
    }),
  );
});

test("end() - max_tokens is a success only if the client set it", () => {
  const cut = (maxTokensSet: boolean) => {
    const sampling = { ...REQUEST.sampling, maxTokens: 9, maxTokensSet };
    const { push, end } = generation({ sampling });
    push(event(1));
    push(event(2, "length"));
    return end;
  };
  expect(cut(true)).not.toThrow();
  expect(cut(false)).toThrow(
    expect.objectContaining({
      fault: "generation",
      message:
        "the speech LM reached max_tokens (9) or the end of its context without an end token, after 2 speech tokens",
    }),
  );
});
