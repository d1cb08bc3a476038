import type { Sampling } from "../engine.ts";
import { SpeechError } from "../errors.ts";
import { abortReason } from "../streams.ts";
import { type Generation, createGeneration } from "./generation.ts";
import type { PromptStyle } from "./prompt.ts";
import { sseData } from "./sse.ts";
import type { Prompt, TokenSource } from "./source.ts";
import { createUpstream, type Upstream, upstreamRefusal } from "./upstream.ts";

export interface CompletionsOptions {
  /** Base URL, with or without /v1/completions. */
  readonly url: string;
  readonly apiKey: string | null;
  /** null: the first that /v1/models names. */
  readonly model: string | null;
  readonly style: PromptStyle;
  /** Longest time between two events while tokens are wanted. */
  readonly idleMs: number;
}

/** Failures that another try may mend; a refusal of the request itself is not among them. */
const RETRYABLE = new Set<string>(["upstream", "timeout", "overloaded"]);

/**
 * A speech LM behind a completions server such as vLLM. A generation that fails, is empty or runs away before its first
 * token was handed out is tried once more. Throws SpeechError "upstream", "overloaded" or "timeout".
 */
export function openCompletions(options: CompletionsOptions): TokenSource {
  const upstream = createUpstream(options);
  return async function* tokens(prompt, sampling, signal) {
    let handed = false;
    try {
      for await (const codes of generate(upstream, { prompt, sampling, options }, signal)) {
        handed = true;
        yield codes;
      }
    } catch (error) {
      if (handed || signal.aborted || !(error instanceof SpeechError) || !RETRYABLE.has(error.code))
        throw error;
      yield* generate(upstream, { prompt, sampling, options }, signal);
    }
  };
}

interface Ask {
  readonly prompt: Prompt;
  readonly sampling: Sampling;
  readonly options: CompletionsOptions;
}

async function* generate(
  upstream: Upstream,
  ask: Ask,
  signal: AbortSignal,
): AsyncGenerator<readonly number[]> {
  const call = new AbortController();
  const leave = (): void => call.abort(abortReason(signal));
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  const { idleMs, style } = ask.options;
  const idle = (): void =>
    call.abort(new SpeechError("timeout", `the speech LM sent nothing for ${idleMs / 1000} s`));
  try {
    const { model, firstId } = await patient(
      upstream.describe(call.signal),
      { idleMs, idle },
      call.signal,
    );
    const body = JSON.stringify(requestBody(ask, model));
    const response = await patient(
      upstream.post("/v1/completions", body, call.signal),
      { idleMs, idle },
      call.signal,
    );
    if (!response.ok) throw await upstreamRefusal(response);
    const generation = createGeneration({
      tokenName: style.tokenName,
      firstId,
      sampling: ask.sampling,
    });
    yield* read(response, { generation, idleMs, idle }, call.signal);
    generation.end();
  } finally {
    signal.removeEventListener("abort", leave);
    call.abort(); // the LM frees its slot
  }
}

interface Reading {
  readonly generation: Generation;
  readonly idleMs: number;
  readonly idle: () => void;
}

async function* read(
  response: Response,
  { generation, idleMs, idle }: Reading,
  signal: AbortSignal,
): AsyncGenerator<readonly number[]> {
  const events = sseData(response.body ?? new ReadableStream<Uint8Array>());
  for (;;) {
    const { done, value } = await patient(events.next(), { idleMs, idle }, signal);
    if (done) return;
    const codes = generation.push(value);
    if (codes === "done") return;
    if (codes.length > 0) yield codes;
  }
}

/** Waits for `work`, but calls `idle` after `idleMs`, and ends with the signal's reason once that aborts. */
async function patient<T>(
  work: Promise<T>,
  { idleMs, idle }: { readonly idleMs: number; readonly idle: () => void },
  signal: AbortSignal,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const leave = (): void => reject(abortReason(signal));
  const timer = setTimeout(idle, idleMs);
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  work.then(resolve, reject);
  try {
    return await promise;
  } catch (error) {
    if (error instanceof SpeechError) throw error;
    throw new SpeechError("upstream", `the connection to the speech LM broke: ${String(error)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", leave);
  }
}

/** No stop strings: they make the server hold back text and cut it across tokens; the model's own end is enough. */
function requestBody(
  { prompt, sampling, options }: Ask,
  model: string | null,
): Record<string, unknown> {
  return {
    ...(model === null ? {} : { model }),
    prompt: options.style.render(prompt),
    stream: true,
    stream_options: { include_usage: true },
    return_token_ids: true,
    skip_special_tokens: false,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    repetition_penalty: sampling.repetitionPenalty,
    max_tokens: sampling.maxTokens,
    ...(sampling.seed === undefined ? {} : { seed: sampling.seed }),
  };
}
