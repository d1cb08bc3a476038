import { redactUrl } from "../../redact.ts";
import { abortReason } from "../../streams.ts";
import { describeLm, type Description, type DescriptionOptions } from "./description.ts";
import { LmFailure } from "../failure.ts";
import { baseUrl, createSender, type SendCall } from "../send.ts";

/** One LM server. */
export interface Upstream {
  /** Returns the server's model and token ids, requested once; a failed request is repeated at the next call. */
  describe(): Promise<Description>;
  readonly send: SendCall;
}

interface UpstreamOptions extends DescriptionOptions {
  readonly url: string;
  readonly idleMs: number;
}

/**
 * @example
 * const upstream = createUpstream({ url, apiKey: null, model: null, style, idleMs: 30_000 });
 * const { model } = await upstream.describe();
 * const response = await upstream.send("/v1/completions", { body: { model, prompt } }, signal);
 */
export function createUpstream(options: UpstreamOptions): Upstream {
  const base = baseUrl(options.url);
  const send = createSender(base, options.apiKey);
  let description: Promise<Description> | undefined;

  /**
   * Not tied to a request's signal: a client that disconnects must not fail the requests that share the description.
   */
  async function describe(): Promise<Description> {
    const limit = new AbortController();
    const message = `the speech LM at ${redactUrl(base)}: /v1/models or /tokenize timed out after ${options.idleMs / 1000} s`;
    const timer = setTimeout(() => limit.abort(new LmFailure("silence", message)), options.idleMs);
    try {
      return await describeLm(send, options, limit.signal);
    } catch (error) {
      description = undefined;
      throw limit.signal.aborted ? abortReason(limit.signal) : error;
    } finally {
      clearTimeout(timer);
    }
  }
  return { describe: () => (description ??= describe()), send };
}
