import type { Sampling } from "../engine.ts";
import { SpeechError } from "../errors.ts";
import { CODES, createTokenParser } from "./tokens.ts";

export interface GenerationOptions {
  readonly tokenName: string;
  /** Token id of code 0; null: read the text. */
  readonly firstId: number | null;
  readonly sampling: Sampling;
}

/** What the events of one generation say, and whether it ended well. */
export interface Generation {
  /** The codes of one event, or "done" at the stream's end mark. Throws SpeechError "upstream". */
  push(event: string): readonly number[] | "done";
  /** To be called at the end. Throws SpeechError "upstream" unless the LM said that it finished, and with speech. */
  end(): void;
}

interface Event {
  readonly choices?: readonly {
    readonly text?: string | null;
    readonly token_ids?: readonly number[] | null;
    readonly finish_reason?: string | null;
  }[];
  readonly error?: { readonly message?: string } | string;
}

export function createGeneration({ tokenName, firstId, sampling }: GenerationOptions): Generation {
  const parser = createTokenParser(tokenName);
  let finish: string | null = null;
  let count = 0;
  return {
    push(data) {
      if (data === "[DONE]") return "done";
      const event = parse(data);
      if (event.error !== undefined) {
        const message = typeof event.error === "string" ? event.error : event.error.message;
        throw new SpeechError("upstream", `the speech LM failed: ${message ?? "without a word"}`);
      }
      const codes: number[] = [];
      for (const { text, token_ids, finish_reason } of event.choices ?? []) {
        if (firstId !== null && Array.isArray(token_ids)) {
          for (const id of token_ids)
            if (id >= firstId && id < firstId + CODES) codes.push(id - firstId);
        } else if (typeof text === "string") codes.push(...parser.push(text));
        finish = finish_reason ?? finish;
      }
      count += codes.length;
      return codes;
    },
    end() {
      // "[DONE]" or the end of the body alone is no success: a killed engine sends both.
      if (finish === null)
        throw new SpeechError("upstream", "the speech LM broke off before it had finished");
      if (count === 0)
        throw new SpeechError("upstream", "the speech LM ended without any speech token");
      if (finish === "length" && !sampling.maxTokensSet) {
        const message = `the speech LM ran away: ${count} tokens without an end (max_tokens ${sampling.maxTokens})`;
        throw new SpeechError("upstream", message);
      }
    },
  };
}

function parse(data: string): Event {
  try {
    const event: unknown = JSON.parse(data);
    if (typeof event === "object" && event !== null) return event;
  } catch {
    // Said below.
  }
  throw new SpeechError("upstream", `the speech LM sent what is no event: ${data.slice(0, 100)}`);
}
