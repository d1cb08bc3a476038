import { messageOf } from "../message.ts";
import type { Sampling } from "../engine.ts";
import { abortReason } from "../streams.ts";
import { type Fault, faultOf, LmFailure, refusal } from "./failure.ts";
import { createGeneration, type Generation } from "./generation.ts";
import { bufferUntilFirstAudio } from "./firstAudio.ts";
import { withIdleTimeout } from "./idleTimeout.ts";
import { neutralise, type PromptStyle } from "./prompt.ts";
import type { Prompt, TokenRequest, TokenSource } from "./source.ts";
import { sseData } from "./sse.ts";
import { createUpstream, type Upstream } from "./upstream.ts";

export interface CompletionsOptions {
  /** Base URL, with or without /v1/completions. */
  readonly url: string;
  readonly apiKey: string | null;
  /** null: the first that /v1/models names. */
  readonly model: string | null;
  readonly style: PromptStyle;
  /** Longest time between two events while audio is wanted. */
  readonly idleMs: number;
  /** Longest time without any code, where another LM may be asked instead; absent: `idleMs`. */
  readonly firstMs?: number;
  /** Told of every try that failed, also of one that the next try mends; not of a reader that left. */
  readonly failed?: (fault: Fault) => void;
}

/** Faults that another try of the same LM may mend at once. */
const RETRYABLE = new Set<Fault>(["generation", "server"]);

/**
 * A speech LM behind a completions server such as vLLM. A generation that fails, is empty or runs away before its first
 * tokens were handed out is tried once more. Throws SpeechError "upstream", "overloaded" or "timeout".
 */
export function openCompletions(options: CompletionsOptions): TokenSource {
  const upstream = createUpstream(options);
  return async function* tokens(request, signal) {
    const ask = { ...request, options };
    const begin = (): AsyncIterable<readonly number[]> => {
      const codes = generate(upstream, ask, signal);
      return request.firstAudio === undefined
        ? codes
        : bufferUntilFirstAudio(codes, request.firstAudio);
    };
    let handed = false;
    try {
      for await (const codes of begin()) {
        handed = true;
        yield codes;
      }
      return;
    } catch (error) {
      if (handed || signal.aborted || !RETRYABLE.has(faultOf(error))) throw error;
      yield* again(begin(), error);
    }
  };
}

/** The second try; its failure tells the reason of the first one too. */
async function* again(
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

interface Ask extends TokenRequest {
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
  const { style } = ask.options;
  let idleMs = ask.options.firstMs ?? ask.options.idleMs;
  const silent = (): void =>
    call.abort(new LmFailure("silence", `the speech LM sent nothing for ${idleMs / 1000} s`));
  const { isWaiting = () => true, onUsage, traceparent } = ask.hooks ?? {};
  const wait: Wait = (work) =>
    withIdleTimeout(work, { idleMs, isWaiting, onTimeout: silent }, call.signal);
  try {
    const { model, firstId, endId, longest } = await wait(upstream.describe());
    const sampling = within(ask, longest);
    const body = requestBody({ ...ask, sampling }, { model, endId });
    const headers = traceparent === undefined ? {} : { traceparent };
    const response = await wait(upstream.post("/v1/completions", { body, headers }, call.signal));
    const asked = [...textsOf(ask.prompt), ask.options.apiKey ?? ""];
    if (!response.ok) throw await wait(refusal(response, asked));
    const generation = createGeneration({
      tokenName: style.tokenName,
      firstId,
      sampling,
      asked,
      ...(onUsage === undefined ? {} : { onUsage }),
    });
    for await (const codes of read(response, generation, wait)) {
      idleMs = ask.options.idleMs;
      yield codes;
    }
    generation.end();
  } catch (error) {
    if (!signal.aborted) ask.options.failed?.(faultOf(error));
    throw error;
  } finally {
    signal.removeEventListener("abort", leave);
    call.abort(); // the LM frees its slot
  }
}

/** What a prompt has beside its texts and codes, tokens. */
const FRAME_TOKENS = 64;

/**
 * vLLM refuses a larger max_tokens than the model's length, its older versions what does not fit behind the prompt.
 * A token is at least a byte of text.
 */
function within({ prompt, sampling }: Ask, longest: number | null): Sampling {
  if (longest === null) return sampling;
  const codes = prompt.kind === "clone" ? prompt.referenceCodes.length : 0;
  const bytes = Buffer.byteLength(textsOf(prompt).join(""));
  const room = Math.max(1, longest - bytes - codes - FRAME_TOKENS);
  return { ...sampling, maxTokens: Math.min(sampling.maxTokens, room) };
}

/** What of the prompt is the client's own, as the LM reads it. */
function textsOf(prompt: Prompt): readonly string[] {
  const texts = prompt.kind === "clone" ? [prompt.text, prompt.referenceText] : [prompt.text];
  return texts.map(neutralise);
}

/** Waits with the limits of one call. */
type Wait = <T>(work: Promise<T>) => Promise<T>;

async function* read(
  response: Response,
  generation: Generation,
  wait: Wait,
): AsyncGenerator<readonly number[]> {
  if (response.body === null) return;
  const events = sseData(response.body);
  for (;;) {
    const { done, value } = await wait(events.next());
    if (done) return;
    const codes = generation.push(value);
    if (codes === "done") return;
    if (codes.length > 0) yield codes;
  }
}

/**
 * No stop strings: they make the server hold back text and cut it across tokens. The end token's id does neither, and
 * ends the generation of a model whose own configuration names another end.
 */
function requestBody(
  { prompt, sampling, options }: Ask,
  { model, endId }: { readonly model: string | null; readonly endId: number | null },
): Record<string, unknown> {
  return {
    ...(model === null ? {} : { model }),
    prompt: options.style.render(prompt),
    stream: true,
    stream_options: { include_usage: true },
    return_token_ids: true,
    skip_special_tokens: false,
    ...(endId === null ? {} : { stop_token_ids: [endId] }),
    temperature: sampling.temperature,
    top_p: sampling.topP,
    repetition_penalty: sampling.repetitionPenalty,
    max_tokens: sampling.maxTokens,
    ...(sampling.seed === undefined ? {} : { seed: sampling.seed }),
  };
}
