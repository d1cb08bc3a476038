import type { Reference } from "../engine.ts";
import type { Prompt } from "./source.ts";

/** How a family of speech LMs is prompted, and how it spells its speech tokens. */
export interface PromptStyle {
  /** The token of code 0 is `<|{tokenName}0|>`. */
  readonly tokenName: string;
  /** Token with which the model ends its speech. */
  readonly endToken: string;
  render(prompt: Prompt): string;
}

/** Scicom's multilingual TTS: `<|im_start|>{speaker}: {text}<|speech_start|>`, answered by `<|s_N|>` tokens. */
const SCICOM: PromptStyle = {
  tokenName: "s_",
  endToken: "<|im_end|>",
  render(prompt) {
    const speaker = prompt.kind === "voice" ? `${neutralise(prompt.voice)}: ` : "";
    const spoken = spokenBefore(prompt).map(
      ({ text, codes }) =>
        `<|im_start|>${speaker}${neutralise(text)}` +
        `<|speech_start|>${spell(codes, "s_")}<|im_end|>`,
    );
    return `${spoken.join("")}<|im_start|>${speaker}${neutralise(prompt.text)}<|speech_start|>`;
  },
};

/** NeuTTS: one voice from a reference, `<|speech_N|>` tokens (prompt as in neuphonic/neutts-air). */
const NEUTTS: PromptStyle = {
  tokenName: "speech_",
  endToken: "<|SPEECH_GENERATION_END|>",
  render(prompt) {
    const spoken = spokenBefore(prompt);
    const texts = [...spoken.map(({ text }) => text), prompt.text].map(neutralise).join(" ");
    const codes = spoken.map((each) => spell(each.codes, "speech_")).join("");
    return (
      `user: Convert the text to speech:<|TEXT_PROMPT_START|>${texts}` +
      `<|TEXT_PROMPT_END|>\nassistant:<|SPEECH_GENERATION_START|>${codes}`
    );
  },
};

export const PROMPT_STYLES = { scicom: SCICOM, neutts: NEUTTS } as const;

/** Returns what a prompt gives the LM as already spoken, in order: the recording of the voice, the utterance before. */
export function spokenBefore(prompt: Prompt): readonly Reference[] {
  const { previous } = prompt;
  const last = previous === undefined ? [] : [previous];
  if (prompt.kind === "voice") return last;
  return [{ text: prompt.referenceText, codes: prompt.referenceCodes }, ...last];
}

/** Returns the texts in a prompt that come from the client, as the LM receives them. */
export function clientTexts(prompt: Prompt): readonly string[] {
  return [prompt.text, ...spokenBefore(prompt).map(({ text }) => text)].map(neutralise);
}

/** Breaks up every control token of a text: the result contains neither `<|` nor `|>`. */
export function neutralise(text: string): string {
  return text.replaceAll("<|", "< |").replaceAll("|>", "| >");
}

function spell(codes: readonly number[], name: string): string {
  return codes.map((code) => `<|${name}${code}|>`).join("");
}
