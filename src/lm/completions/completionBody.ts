import type { Sampling } from "../../engine.ts";
import { clientTexts, type PromptStyle, spokenBefore } from "../prompt.ts";
import type { Description } from "./description.ts";
import type { TokenRequest } from "../source.ts";

/**
 * Builds the JSON body of /v1/completions. The end token is sent by its id, which ends the generation of a model that is
 * configured with another end. Where the id is unknown, as with llama.cpp, it is sent as stop string: vLLM holds back
 * text for stop strings and splits it across tokens. `repeat_penalty` is llama.cpp's name of `repetition_penalty`.
 */
export function completionBody(
  { prompt, sampling }: Pick<TokenRequest, "prompt" | "sampling">,
  style: PromptStyle,
  { model, endId }: Pick<Description, "model" | "endId">,
): Record<string, unknown> {
  return {
    ...(model === null ? {} : { model }),
    prompt: style.render(prompt),
    stream: true,
    stream_options: { include_usage: true },
    return_token_ids: true,
    skip_special_tokens: false,
    ...(endId === null ? { stop: [style.endToken] } : { stop_token_ids: [endId] }),
    temperature: sampling.temperature,
    top_p: sampling.topP,
    repetition_penalty: sampling.repetitionPenalty,
    repeat_penalty: sampling.repetitionPenalty,
    max_tokens: sampling.maxTokens,
    ...(sampling.seed === undefined ? {} : { seed: sampling.seed }),
  };
}

/** Upper bound of the tokens in a prompt besides its texts and codes. */
const FRAME_TOKENS = 64;

/**
 * The sampling with max_tokens clamped to what the model's length leaves after the prompt, of which a token is at least
 * one byte of text. vLLM refuses a larger max_tokens than the model's length; its older versions refuse a larger one
 * than the length leaves.
 */
export function clampMaxTokens(
  { prompt, sampling }: Pick<TokenRequest, "prompt" | "sampling">,
  maxModelTokens: number | null,
): Sampling {
  if (maxModelTokens === null) return sampling;
  const codes = spokenBefore(prompt).reduce((sum, spoken) => sum + spoken.codes.length, 0);
  const bytes = Buffer.byteLength(clientTexts(prompt).join(""));
  const available = Math.max(1, maxModelTokens - bytes - codes - FRAME_TOKENS);
  return { ...sampling, maxTokens: Math.min(sampling.maxTokens, available) };
}
