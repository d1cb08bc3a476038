import { connectionReason } from "../connection.ts";
import { redactUrl } from "../redact.ts";
import { abortReason } from "../streams.ts";
import { LmFailure } from "./failure.ts";

interface Call {
  /** Sent as JSON in a POST; absent: a GET. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends a request to an LM server. Throws LmFailure "server" if the server can't be reached. If `signal` aborts, throws
 * its reason.
 */
export type SendCall = (path: string, call: Call, signal: AbortSignal) => Promise<Response>;

/** Strips trailing slashes and a trailing /v1 or /v1/completions from a server's URL. */
export function baseUrl(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/v1(?:\/completions)?$/, "");
}

/** Creates a function that sends requests to the server at `base`, with the key as bearer token. */
export function createSender(base: string, apiKey: string | null): SendCall {
  const common = {
    "content-type": "application/json",
    ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  return async function send(path, { body, headers }, signal) {
    const post = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    try {
      const init = { ...post, headers: { ...headers, ...common }, signal };
      return await fetch(`${base}${path}`, init);
    } catch (error) {
      if (signal.aborted) throw abortReason(signal);
      const message = `the speech LM at ${redactUrl(base)} can't be reached: ${connectionReason(error)}`;
      throw new LmFailure("server", message, { cause: error });
    }
  };
}
