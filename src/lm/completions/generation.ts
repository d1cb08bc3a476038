import { z } from "zod";
import type { Sampling } from "../../engine.ts";
import { createRedactor, type Redactor } from "../../redact.ts";
import type { TokenUsage } from "../../requestHooks.ts";
import { faultOfStatus, LmFailure } from "../failure.ts";
import { parseJson } from "./json.ts";
import { createBounds, runawayFailure, type Runaway } from "./runaway.ts";
import { createTokenReader, type TokenNames } from "./tokenReader.ts";

export interface GenerationOptions extends TokenNames {
  readonly sampling: Sampling;
  /** The text that is spoken. It bounds the length of the speech. */
  readonly text: string;
  /** The texts of the prompt and the API key, redacted in errors. */
  readonly secrets: readonly string[];
  /** Called with the usage that the LM reports. */
  readonly onUsage?: (tokens: TokenUsage) => void;
  /** Whether a loop of repeated tokens is stopped; absent: no. */
  readonly loopStop?: boolean;
  /** Called once for each bound that the generation exceeds. */
  readonly onRunaway?: (kind: Runaway) => void;
}

/** Reads the events of one generation and judges its end. */
export interface Generation {
  /**
   * Returns the codes of one event, or "done" after [DONE] and when the LM goes on after its end. Throws LmFailure for
   * an error event or one that does not parse.
   */
  push(event: string): readonly number[] | "done";
  /** "ended": only the usage may follow. "stopped": a bound was exceeded, so nothing more should be read. */
  readonly state: "open" | "ended" | "stopped";
  /** Call when the stream stays open although the generation has ended. */
  stayedOpen(): void;
  /**
   * Call when nothing more is read. Throws LmFailure if the LM reported no end, exceeded a bound, or sent no speech.
   */
  end(): void;
}

/**
 * @example
 * const ids = { firstId: null, endId: null };
 * const generation = createGeneration({ style: PROMPT_STYLES.scicom, ...ids, sampling, text, secrets: [] });
 * generation.push('{"choices":[{"text":"<|s_7|>","finish_reason":"stop"}]}'); // [7]
 * generation.end();
 */
export function createGeneration(options: GenerationOptions): Generation {
  const { sampling, text, onUsage, loopStop = false, onRunaway = () => {} } = options;
  const reader = createTokenReader(options);
  const bounds = createBounds({ sampling, text, loopStop, onRunaway });
  // The redactor is built on a failure only.
  const redact: Redactor = (message) => createRedactor(options.secrets)(message);
  let finishReason: string | null = null;
  let count = 0;
  const isEnded = (): boolean => reader.isEnded || finishReason !== null;
  return {
    push(data) {
      if (data === "[DONE]") return "done";
      const { choices, usage } = parseEvent(data, redact);
      if (usage != null) onUsage?.({ input: usage.prompt_tokens, output: usage.completion_tokens });
      const wasEnded = isEnded();
      const { codes, tokens } = reader.read(choices ?? []);
      finishReason =
        choices?.findLast((choice) => choice.finish_reason)?.finish_reason ?? finishReason;
      if (wasEnded) {
        if (tokens === 0) return [];
        onRunaway("end");
        return "done";
      }
      const admitted = bounds.admit(codes, tokens);
      count += admitted.length;
      return admitted;
    },
    get state() {
      if (bounds.stoppedBy !== null) return "stopped";
      return isEnded() ? "ended" : "open";
    },
    stayedOpen: () => onRunaway("end"),
    end() {
      const { stoppedBy } = bounds;
      // "[DONE]" or the end of the body alone is not a success: a killed engine sends both.
      if (stoppedBy === null && !isEnded())
        throw new LmFailure("server", "the speech LM broke off without a finish reason");
      const isCut = stoppedBy === "tokens" && sampling.maxTokensSet;
      if (stoppedBy !== null && !isCut) throw runawayFailure(stoppedBy, sampling, count);
      if (count === 0)
        throw new LmFailure("generation", "the speech LM ended without a speech token");
      if (finishReason === "length" && !reader.isEnded && !sampling.maxTokensSet) {
        const message = `the speech LM reached max_tokens (${sampling.maxTokens}) or the end of its context without an end token, after ${count} speech tokens`;
        throw new LmFailure("generation", message);
      }
    },
  };
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
