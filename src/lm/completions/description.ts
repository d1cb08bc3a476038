import { z } from "zod";
import { CODEBOOK_SIZE } from "../../codec/codes.ts";
import { refusal } from "../failure.ts";
import { parseJson } from "./json.ts";
import { parseModels } from "../models.ts";
import type { PromptStyle } from "../prompt.ts";
import type { SendCall } from "../send.ts";

/** Properties of an LM server that are requested once. */
export interface Description {
  /** The model that requests name; null: none. */
  readonly model: string | null;
  /** Maximum tokens of prompt and generation together; null where the server does not report it. */
  readonly maxModelTokens: number | null;
  /** Token id of code 0, if the ids of the codes are contiguous; otherwise null. */
  readonly firstId: number | null;
  /** Token id of the style's end token, if that is one token; otherwise null. */
  readonly endId: number | null;
}

export interface DescriptionOptions {
  readonly apiKey: string | null;
  /** null: the first that the server lists. */
  readonly model: string | null;
  readonly style: PromptStyle;
}

/**
 * Requests the model and the token ids. Throws LmFailure when the server can't be reached or refuses its list of
 * models.
 */
export async function describeLm(
  send: SendCall,
  options: DescriptionOptions,
  signal: AbortSignal,
): Promise<Description> {
  const { model, maxModelTokens } = await selectModel(send, options, signal);
  const named = model === null ? {} : { model };
  const body = { prompt: probePrompt(options.style), add_special_tokens: false, ...named };
  const response = await send("/tokenize", { body }, signal);
  const text = await response.text();
  const ids = response.ok ? tokenIds(parseJson(text)) : NO_IDS;
  return { model, maxModelTokens, ...ids };
}

/** Returns the configured model, or the first listed; a configured model is used even if it is not listed. */
async function selectModel(
  send: SendCall,
  { model: configured, apiKey }: DescriptionOptions,
  signal: AbortSignal,
): Promise<Pick<Description, "model" | "maxModelTokens">> {
  const response = await send("/v1/models", {}, signal);
  if (!response.ok && (configured === null || isTransient(response.status)))
    throw await refusal(response, [apiKey ?? ""]);
  const models = parseModels(parseJson(await response.text())) ?? [];
  const model = configured === null ? models[0] : models.find(({ id }) => id === configured);
  return { model: configured ?? model?.id ?? null, maxModelTokens: model?.maxModelTokens ?? null };
}

/** Whether the server, or a proxy in front of it, may answer later: until then its list of models stays unknown. */
function isTransient(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

/** The tokens of the first code, the last code and the end. */
function probePrompt({ tokenName, endToken }: PromptStyle): string {
  return `<|${tokenName}0|><|${tokenName}${CODEBOOK_SIZE - 1}|>${endToken}`;
}

const tokenization = z.object({ tokens: z.array(z.int()) });
const NO_IDS = { firstId: null, endId: null };

/** Reads the ids in the tokenization of the probe prompt; null if it does not parse or the codes are not contiguous. */
function tokenIds(answer: unknown): Pick<Description, "firstId" | "endId"> {
  const [first, last, end, ...more] = tokenization.safeParse(answer).data?.tokens ?? [];
  if (first === undefined || last !== first + CODEBOOK_SIZE - 1) return NO_IDS;
  return { firstId: first, endId: end !== undefined && more.length === 0 ? end : null };
}
