import { CODEBOOK_SIZE } from "../codec/codes.ts";
import type { Sampling } from "../engine.ts";
import { createRedactor, type Redactor } from "../redact.ts";
import type { TokenUsage } from "../requestHooks.ts";
import { faultOfStatus, LmFailure } from "./failure.ts";
import { createTokenParser } from "./tokens.ts";

export interface GenerationOptions {
  readonly tokenName: string;
  /** Token id of code 0; null: read the text. */
  readonly firstId: number | null;
  readonly sampling: Sampling;
  /** The texts of the prompt and the key, so that no error repeats them. */
  readonly asked: readonly string[];
  /** Called with the usage that the LM reports. */
  readonly onUsage?: (tokens: TokenUsage) => void;
}

/** What the events of one generation say, and whether it ended well. */
export interface Generation {
  /** The codes of one event, or "done" at the stream's end mark. Throws SpeechError "upstream" or "overloaded". */
  push(event: string): readonly number[] | "done";
  /** To be called at the end. Throws SpeechError "upstream" unless the LM said that it finished, and with speech. */
  end(): void;
}

export function createGeneration({
  tokenName,
  firstId,
  sampling,
  asked,
  onUsage,
}: GenerationOptions): Generation {
  const parser = createTokenParser(tokenName);
  const hide: Redactor = (words) => createRedactor(asked)(words); // built on a failure only
  let finish: string | null = null;
  let count = 0;
  return {
    push(data) {
      if (data === "[DONE]") return "done";
      const codes: number[] = [];
      const { choices, usage } = contentOf(data, hide);
      if (usage !== null) onUsage?.(usage);
      for (const choice of choices) {
        if (firstId !== null && Array.isArray(choice["token_ids"])) {
          // Other ids, the end token's for one, are no speech.
          for (const id of choice["token_ids"] as unknown[])
            if (
              Number.isInteger(id) &&
              Number(id) >= firstId &&
              Number(id) < firstId + CODEBOOK_SIZE
            )
              codes.push(Number(id) - firstId);
        } else if (typeof choice["text"] === "string") codes.push(...parser.push(choice["text"]));
        if (typeof choice["finish_reason"] === "string") finish = choice["finish_reason"];
      }
      count += codes.length;
      return codes;
    },
    end() {
      // "[DONE]" or the end of the body alone is no success: a killed engine sends both.
      if (finish === null)
        throw new LmFailure("server", "the speech LM broke off before it had finished");
      if (count === 0)
        throw new LmFailure("generation", "the speech LM ended without any speech token");
      if (finish === "length" && !sampling.maxTokensSet) {
        const message = `the speech LM ran away: ${count} tokens without an end (max_tokens ${sampling.maxTokens})`;
        throw new LmFailure("generation", message);
      }
    },
  };
}

interface Content {
  readonly choices: readonly Record<string, unknown>[];
  readonly usage: TokenUsage | null;
}

/** The choices of an event, or the usage in the last one. Throws the error that it holds, or that it is no event. */
function contentOf(data: string, hide: Redactor): Content {
  const event = parse(data);
  if (!isRecord(event)) throw nonsense(hide(data));
  const error = event["error"];
  if (error !== undefined && error !== null) throw eventFailure(error, hide);
  const choices = event["choices"] ?? [];
  if (!Array.isArray(choices) || !choices.every(isRecord)) throw nonsense(hide(data));
  return { choices, usage: usageOf(event["usage"]) };
}

function usageOf(usage: unknown): TokenUsage | null {
  if (!isRecord(usage)) return null;
  const { prompt_tokens: input, completion_tokens: output } = usage;
  return typeof input === "number" && typeof output === "number" ? { input, output } : null;
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** vLLM reports what fails after the headers as an event inside a 200, with the status as its `code`. */
function eventFailure(error: unknown, hide: Redactor): LmFailure {
  const { message = error, code } = isRecord(error) ? error : {};
  const fault = typeof code === "number" ? faultOfStatus(code) : "server";
  const words = typeof message === "string" ? message : JSON.stringify(message);
  return new LmFailure(fault, `the speech LM failed: ${hide(words).slice(0, 300)}`);
}

function nonsense(data: string): LmFailure {
  return new LmFailure("server", `the speech LM sent what is no event: ${data.slice(0, 100)}`);
}
