import { CODEBOOK_SIZE } from "../codec/codes.ts";
import { redactUrl } from "../redact.ts";
import { abortReason } from "../streams.ts";
import { LmFailure, refusal } from "./failure.ts";
import { modelsOf } from "./models.ts";
import type { PromptStyle } from "./prompt.ts";

interface Description {
  readonly model: string | null;
  /** Token id of code 0, when the codes' ids are contiguous; null otherwise. */
  readonly firstId: number | null;
  /** Token id of the style's end token, when it is one token. */
  readonly endId: number | null;
  /** The largest max_tokens that the server takes; null where it does not say. */
  readonly longest: number | null;
}

interface Call {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One LM server: how to reach it, and what must be known of it once. */
export interface Upstream {
  /** Asked once for all; a failure is asked again next time. */
  describe(): Promise<Description>;
  post(path: string, call: Call, signal: AbortSignal): Promise<Response>;
}

interface UpstreamOptions {
  readonly url: string;
  readonly apiKey: string | null;
  readonly model: string | null;
  readonly style: PromptStyle;
  readonly idleMs: number;
}

/** Statuses of a server, or a proxy before it, that may know better soon: what it is must not be guessed meanwhile. */
const isPassing = (status: number): boolean =>
  status === 408 || status === 429 || (status >= 500 && status !== 501);

/** The server's root, of a URL with or without /v1 or /v1/completions. */
export function baseUrl(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/v1(?:\/completions)?$/, "");
}

export function createUpstream(options: UpstreamOptions): Upstream {
  const base = baseUrl(options.url);
  const headers = {
    "content-type": "application/json",
    ...(options.apiKey === null ? {} : { authorization: `Bearer ${options.apiKey}` }),
  };
  let described: Promise<Description> | undefined;

  /** A GET, or with a body a POST. */
  async function call(
    path: string,
    { body, headers: more }: Partial<Call>,
    signal: AbortSignal,
  ): Promise<Response> {
    const post = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    try {
      return await fetch(`${base}${path}`, { ...post, headers: { ...more, ...headers }, signal });
    } catch (error) {
      if (signal.aborted) throw abortReason(signal);
      throw new LmFailure(
        "server",
        `the speech LM at ${redactUrl(base)} can't be reached: ${String(error)}`,
        {
          cause: error,
        },
      );
    }
  }

  /** The wanted model, or the first; a server that lists none, or not the wanted one, is asked all the same. */
  async function chosen(signal: AbortSignal): Promise<Pick<Description, "model" | "longest">> {
    const wanted = options.model;
    const response = await call("/v1/models", {}, signal);
    if (!response.ok && (wanted === null || isPassing(response.status)))
      throw await refusal(response, [options.apiKey ?? ""]);
    const models = modelsOf(await json(response)) ?? [];
    const model = wanted === null ? models[0] : models.find(({ id }) => id === wanted);
    return { model: wanted ?? model?.id ?? null, longest: model?.length ?? null };
  }
  async function ids(model: string | null, signal: AbortSignal) {
    const { tokenName, endToken } = options.style;
    const prompt = `<|${tokenName}0|><|${tokenName}${CODEBOOK_SIZE - 1}|>${endToken}`;
    const named = model === null ? {} : { model };
    const body = { prompt, add_special_tokens: false, ...named };
    const response = await call("/tokenize", { body }, signal);
    const answer = (await json(response)) as { tokens?: number[] } | null;
    const [first, last, end, ...more] = (response.ok && answer?.tokens) || [];
    if (first === undefined || last !== first + CODEBOOK_SIZE - 1)
      return { firstId: null, endId: null };
    return { firstId: first, endId: end !== undefined && more.length === 0 ? end : null };
  }
  /** Bound to no request: the one that happened to ask first may leave. */
  async function ask(): Promise<Description> {
    const limit = new AbortController();
    const message = `the speech LM at ${redactUrl(base)} did not say what it is for ${options.idleMs / 1000} s`;
    const timer = setTimeout(() => limit.abort(new LmFailure("silence", message)), options.idleMs);
    try {
      const { model, longest } = await chosen(limit.signal);
      return { model, longest, ...(await ids(model, limit.signal)) };
    } catch (error) {
      described = undefined;
      throw limit.signal.aborted ? abortReason(limit.signal) : error;
    } finally {
      clearTimeout(timer);
    }
  }
  return { describe: () => (described ??= ask()), post: call };
}

/** null when the body is no JSON. */
async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
