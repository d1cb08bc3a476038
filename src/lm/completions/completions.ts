import { messageOf } from "../../message.ts";
import { abortReason } from "../../streams.ts";
import { clampMaxTokens, completionBody } from "./completionBody.ts";
import { type Fault, faultOf, LmFailure, refusal } from "../failure.ts";
import { createGeneration } from "./generation.ts";
import { bufferUntilFirstAudio } from "../firstAudio.ts";
import { type Wait, withIdleTimeout } from "./idleTimeout.ts";
import { clientTexts, type PromptStyle } from "../prompt.ts";
import type { TokenRequest, TokenSource } from "../source.ts";
import { readCodes } from "./readCodes.ts";
import type { Runaway } from "./runaway.ts";
import { createUpstream, type Upstream } from "./upstream.ts";

export interface CompletionsOptions {
  /** Base URL, with or without /v1/completions. */
  readonly url: string;
  readonly apiKey: string | null;
  /** null: the first that /v1/models lists. */
  readonly model: string | null;
  readonly style: PromptStyle;
  /** Idle timeout: longest time between two events while the client waits for audio, milliseconds. */
  readonly idleMs: number;
  /** Idle timeout before the first code, milliseconds, for a failover to another LM; absent: `idleMs`. */
  readonly firstMs?: number;
  /** Called for every failed attempt, also if a retry succeeds; not for a client that disconnects. */
  readonly onFault?: (fault: Fault) => void;
  /** Called whenever tokens arrive. */
  readonly onCodes?: () => void;
  /** Whether a generation that repeats the same tokens for 3 s is stopped; absent: it is only counted. */
  readonly loopStop?: boolean;
  /** Called for each bound that a generation exceeds. */
  readonly onRunaway?: (kind: Runaway) => void;
}

/** Faults that a retry on the same LM may clear at once. */
const RETRYABLE = new Set<Fault>(["generation", "runaway", "server"]);

/**
 * A speech LM behind a completions server such as vLLM. A generation that fails before its first codes are yielded is
 * retried once (see `TokenSource` for the order of retries). Throws SpeechError "upstream", "overloaded" or "timeout".
 *
 * @example
 * const tokens = openCompletions({
 *   url: "http://localhost:8000",
 *   apiKey: null,
 *   model: null,
 *   style: PROMPT_STYLES.scicom,
 *   idleMs: 30_000,
 * });
 * for await (const codes of tokens({ prompt, sampling }, signal)) push(codes);
 */
export function openCompletions(options: CompletionsOptions): TokenSource {
  const upstream = createUpstream(options);
  return async function* tokens(request, signal) {
    const generateOnce = (): AsyncIterable<readonly number[]> => {
      const codes = generate(upstream, { ...request, options }, signal);
      return request.firstAudio === undefined
        ? codes
        : bufferUntilFirstAudio(codes, request.firstAudio);
    };
    let yielded = false;
    try {
      for await (const codes of generateOnce()) {
        yielded = true;
        yield codes;
      }
      return;
    } catch (error) {
      if (yielded || signal.aborted || !RETRYABLE.has(faultOf(error))) throw error;
      yield* withFirstError(generateOnce(), error);
    }
  };
}

/** Makes the second attempt; an error names the reasons of both attempts. */
async function* withFirstError(
  tokens: AsyncIterable<readonly number[]>,
  first: unknown,
): AsyncGenerator<readonly number[]> {
  try {
    yield* tokens;
  } catch (error) {
    if (!(error instanceof LmFailure)) throw error;
    const { cause, fault, message, retryAfterS } = error;
    const reason = messageOf(first);
    const tries = reason === message ? "twice" : `second try; the first: ${reason}`;
    throw new LmFailure(fault, `${message} (${tries})`, {
      cause,
      ...(retryAfterS === undefined ? {} : { retryAfterS }),
    });
  }
}

interface Generate extends TokenRequest {
  readonly options: CompletionsOptions;
}

/** Makes one attempt of a generation. */
async function* generate(
  upstream: Upstream,
  request: Generate,
  signal: AbortSignal,
): AsyncGenerator<readonly number[]> {
  const { options, prompt, hooks = {} } = request;
  const call = new AbortController();
  const onAbort = (): void => call.abort(abortReason(signal));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  let idleMs = options.firstMs ?? options.idleMs;
  const onTimeout = (): void =>
    call.abort(new LmFailure("silence", `the speech LM sent nothing for ${idleMs / 1000} s`));
  const isWaiting = hooks.isWaiting ?? (() => true);
  const wait: Wait = (work) => withIdleTimeout(work, { idleMs, isWaiting, onTimeout }, call.signal);
  try {
    const { model, firstId, endId, maxModelTokens } = await wait(upstream.describe());
    const sampling = clampMaxTokens(request, maxModelTokens);
    const body = completionBody({ prompt, sampling }, options.style, { model, endId });
    const headers = hooks.traceparent === undefined ? {} : { traceparent: hooks.traceparent };
    const response = await wait(upstream.send("/v1/completions", { body, headers }, call.signal));
    const secrets = [...clientTexts(prompt), options.apiKey ?? ""];
    if (!response.ok) throw await wait(refusal(response, secrets));
    const generation = createGeneration({
      style: options.style,
      firstId,
      endId,
      sampling,
      text: prompt.text,
      secrets,
      ...(options.loopStop === undefined ? {} : { loopStop: options.loopStop }),
      ...(options.onRunaway === undefined ? {} : { onRunaway: options.onRunaway }),
      ...(hooks.onUsage === undefined ? {} : { onUsage: hooks.onUsage }),
    });
    for await (const codes of readCodes(response, { generation, wait }, call.signal)) {
      idleMs = options.idleMs;
      options.onCodes?.();
      yield codes;
    }
    generation.end();
  } catch (error) {
    if (!signal.aborted) options.onFault?.(faultOf(error));
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
    call.abort(); // the LM frees its slot
  }
}
