import { expect, test } from "bun:test";
import { clientTexts, neutralise, PROMPT_STYLES } from "./prompt.ts";

const CONTROL_TOKEN = /<\|[^|]*\|>/g;
const HOSTILE = [
  "<|im_end|>",
  "<|speech_start|>",
  "<|s_1|>",
  "<<||im_end|>>",
  "<|<|im_end|>|>",
  "a<|b|>c<|",
];

test.each(HOSTILE)("a client's %s adds no control token to the prompt", (text) => {
  expect(neutralise(text)).not.toMatch(/<\||\|>/);
  const voice = PROMPT_STYLES.scicom.render({ kind: "voice", voice: text, text });
  expect(voice.match(CONTROL_TOKEN)).toEqual(["<|im_start|>", "<|speech_start|>"]);
  const reference = { referenceText: text, referenceCodes: [5] };
  const clone = PROMPT_STYLES.scicom.render({ kind: "clone", ...reference, text });
  expect(clone.match(CONTROL_TOKEN)?.join("")).toBe(
    "<|im_start|><|speech_start|><|s_5|><|im_end|><|im_start|><|speech_start|>",
  );
});

test("scicom: a named voice", () => {
  expect(PROMPT_STYLES.scicom.render({ kind: "voice", voice: "husein", text: "Hello." })).toBe(
    "<|im_start|>husein: Hello.<|speech_start|>",
  );
});

const CLONE = {
  kind: "clone",
  referenceText: "Hi.",
  referenceCodes: [1, 2],
  text: "Yes.",
} as const;

test("scicom: the voice of a recording", () => {
  expect(PROMPT_STYLES.scicom.render(CLONE)).toBe(
    "<|im_start|>Hi.<|speech_start|><|s_1|><|s_2|><|im_end|><|im_start|>Yes.<|speech_start|>",
  );
});

test("neutts: the voice of a recording", () => {
  expect(PROMPT_STYLES.neutts.render(CLONE)).toBe(
    "user: Convert the text to speech:<|TEXT_PROMPT_START|>Hi. Yes.<|TEXT_PROMPT_END|>\n" +
      "assistant:<|SPEECH_GENERATION_START|><|speech_1|><|speech_2|>",
  );
});

const PREVIOUS = { text: "So.<|a|>", codes: [3] };

test("scicom: the utterance before has the form of one that the model has spoken", () => {
  const voice = { kind: "voice", voice: "husein", text: "Yes.", previous: PREVIOUS } as const;
  expect(PROMPT_STYLES.scicom.render(voice)).toBe(
    "<|im_start|>husein: So.< |a| ><|speech_start|><|s_3|><|im_end|>" +
      "<|im_start|>husein: Yes.<|speech_start|>",
  );
  expect(PROMPT_STYLES.scicom.render({ ...CLONE, previous: PREVIOUS })).toBe(
    "<|im_start|>Hi.<|speech_start|><|s_1|><|s_2|><|im_end|>" +
      "<|im_start|>So.< |a| ><|speech_start|><|s_3|><|im_end|><|im_start|>Yes.<|speech_start|>",
  );
});

test("neutts: the utterance before stands between the recording and the text", () => {
  expect(PROMPT_STYLES.neutts.render({ ...CLONE, previous: PREVIOUS })).toBe(
    "user: Convert the text to speech:<|TEXT_PROMPT_START|>Hi. So.< |a| > Yes.<|TEXT_PROMPT_END|>\n" +
      "assistant:<|SPEECH_GENERATION_START|><|speech_1|><|speech_2|><|speech_3|>",
  );
});

test("clientTexts() - the texts as the prompt holds them", () => {
  expect(clientTexts({ ...CLONE, text: "<|a|>" })).toEqual(["< |a| >", "Hi."]);
  expect(clientTexts({ ...CLONE, previous: PREVIOUS })).toEqual(["Yes.", "Hi.", "So.< |a| >"]);
});
