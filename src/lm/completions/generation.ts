import { z } from "zod";
import { CODEBOOK_SIZE } from "../../codec/codes.ts";
import type { Sampling } from "../../engine.ts";
import { createRedactor, type Redactor } from "../../redact.ts";
import type { TokenUsage } from "../../requestHooks.ts";
import { faultOfStatus, LmFailure } from "../failure.ts";
import { parseJson } from "./json.ts";
import { createTokenParser } from "../tokens.ts";

export interface GenerationOptions {
  readonly tokenName: string;
  /** Token id of code 0; null: tokens are read from the text. */
  readonly firstId: number | null;
  readonly sampling: Sampling;
  /** The texts of the prompt and the API key, redacted in errors. */
  readonly secrets: readonly string[];
  /** Called with the usage that the LM reports. */
  readonly onUsage?: (tokens: TokenUsage) => void;
}

/** Reads the events of one generation and judges its end. */
export interface Generation {
  /**
   * Returns the codes of one event, or "done" for [DONE]. Throws LmFailure for an error event or one that does not
   * parse.
   */
  push(event: string): readonly number[] | "done";
  /** Call at the end of the stream. Throws LmFailure if the LM reported no end or there was no speech. */
  end(): void;
}

/**
 * @example
 * const generation = createGeneration({ tokenName: "s_", firstId: null, sampling, secrets: [] });
 * generation.push('{"choices":[{"text":"<|s_7|>","finish_reason":"stop"}]}'); // [7]
 * generation.end();
 */
export function createGeneration(options: GenerationOptions): Generation {
  const { firstId, sampling, onUsage } = options;
  const parser = createTokenParser(options.tokenName);
  // The redactor is built on a failure only.
  const redact: Redactor = (text) => createRedactor(options.secrets)(text);
  let finishReason: string | null = null;
  let count = 0;
  return {
    push(data) {
      if (data === "[DONE]") return "done";
      const { choices, usage } = parseEvent(data, redact);
      if (usage != null) onUsage?.({ input: usage.prompt_tokens, output: usage.completion_tokens });
      const codes = (choices ?? []).flatMap(({ token_ids: ids, text }) =>
        firstId !== null && ids != null ? codesOf(ids, firstId) : parser.push(text ?? ""),
      );
      finishReason =
        choices?.findLast((choice) => choice.finish_reason)?.finish_reason ?? finishReason;
      count += codes.length;
      return codes;
    },
    end() {
      // "[DONE]" or the end of the body alone is not a success: a killed engine sends both.
      if (finishReason === null)
        throw new LmFailure("server", "the speech LM broke off without a finish reason");
      if (count === 0)
        throw new LmFailure("generation", "the speech LM ended without a speech token");
      if (finishReason === "length" && !sampling.maxTokensSet) {
        const message = `the speech LM reached max_tokens (${sampling.maxTokens}) without an end token, after ${count} speech tokens`;
        throw new LmFailure("generation", message);
      }
    },
  };
}

/** Other ids, such as the end token's, are not speech. */
function codesOf(ids: readonly unknown[], firstId: number): number[] {
  return ids
    .filter((id) => typeof id === "number")
    .map((id) => id - firstId)
    .filter((code) => Number.isInteger(code) && code >= 0 && code < CODEBOOK_SIZE);
}

const errorEvent = z.object({ error: z.unknown() });

/** vLLM reports a failure after the headers as an event inside a 200, with the status as its `code`. */
const errorBody = z.object({
  message: z.unknown().optional(),
  code: z.number().optional().catch(undefined),
});

const completionEvent = z.object({
  error: z.null().optional(),
  choices: z
    .array(
      z.object({
        token_ids: z.array(z.unknown()).nullish().catch(null),
        text: z.string().nullish().catch(null),
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .nullish(),
  /** In the last event. */
  usage: z
    .object({ prompt_tokens: z.number(), completion_tokens: z.number() })
    .nullish()
    .catch(null),
});

/** Throws LmFailure for an error event, and for one that does not parse. */
function parseEvent(data: string, redact: Redactor): z.output<typeof completionEvent> {
  const json = parseJson(data);
  const event = completionEvent.safeParse(json);
  if (event.success) return event.data;
  const error = errorEvent.safeParse(json).data?.error ?? null;
  if (error !== null) throw eventFailure(error, redact);
  const start = redact(data).slice(0, 100);
  throw new LmFailure("server", `the speech LM sent an invalid completion event: ${start}`);
}

function eventFailure(error: unknown, redact: Redactor): LmFailure {
  const { message = error, code } = errorBody.safeParse(error).data ?? {};
  const fault = code === undefined ? "server" : faultOfStatus(code);
  const text = typeof message === "string" ? message : JSON.stringify(message);
  return new LmFailure(fault, `the speech LM failed: ${redact(text).slice(0, 300)}`);
}
