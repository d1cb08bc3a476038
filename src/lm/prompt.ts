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
    const text = neutralise(prompt.text);
    if (prompt.kind === "voice")
      return `<|im_start|>${neutralise(prompt.voice)}: ${text}<|speech_start|>`;
    const reference = neutralise(prompt.referenceText);
    const codes = spell(prompt.referenceCodes, "s_");
    return `<|im_start|>${reference}<|speech_start|>${codes}<|im_end|><|im_start|>${text}<|speech_start|>`;
  },
};

/** NeuTTS: one voice from a reference, `<|speech_N|>` tokens (prompt as in neuphonic/neutts-air). */
const NEUTTS: PromptStyle = {
  tokenName: "speech_",
  endToken: "<|SPEECH_GENERATION_END|>",
  render(prompt) {
    const reference = prompt.kind === "clone" ? `${neutralise(prompt.referenceText)} ` : "";
    const codes = prompt.kind === "clone" ? spell(prompt.referenceCodes, "speech_") : "";
    return (
      `user: Convert the text to speech:<|TEXT_PROMPT_START|>${reference}${neutralise(prompt.text)}` +
      `<|TEXT_PROMPT_END|>\nassistant:<|SPEECH_GENERATION_START|>${codes}`
    );
  },
};

export const PROMPT_STYLES = { scicom: SCICOM, neutts: NEUTTS } as const;

/** Returns the texts in a prompt that come from the client, as the LM receives them. */
export function clientTexts(prompt: Prompt): readonly string[] {
  const texts = prompt.kind === "clone" ? [prompt.text, prompt.referenceText] : [prompt.text];
  return texts.map(neutralise);
}

/** Breaks up every control token of a text: the result contains neither `<|` nor `|>`. */
export function neutralise(text: string): string {
  return text.replaceAll("<|", "< |").replaceAll("|>", "| >");
}

function spell(codes: readonly number[], name: string): string {
  return codes.map((code) => `<|${name}${code}|>`).join("");
}
