import type { Upstream } from "../engine.ts";
import { connectionReason } from "../connection.ts";
import { SpeechError } from "../errors.ts";
import { redactUrl } from "../redact.ts";
import { abortReason } from "../streams.ts";
import { LmFailure, refusal } from "./failure.ts";
import { parseModels } from "./models.ts";
import { baseUrl } from "./send.ts";

/** Whether any speech LM answers, polled. */
export interface Health {
  /**
   * null while at least one LM answers, otherwise the reason: "not_ready", or "upstream" when every LM denies access.
   */
  unready(): SpeechError | null;
  /** Each LM, in the order of the URLs, and whether it answered its last poll. */
  upstreams(): readonly Upstream[];
  close(): void;
}

export const POLL_MS = 5000;
export const POLL_TIMEOUT_MS = 2000;

interface HealthOptions {
  readonly urls: readonly string[];
  readonly apiKey: string | null;
  /** The model that requests name; null: the first listed. */
  readonly model: string | null;
  /**
   * Whether the LM at a URL sends tokens; absent: no. Such an LM is ready even if it does not answer the poll, as
   * llama.cpp while each of its HTTP threads holds a queued request.
   */
  readonly isActive?: (url: string) => boolean;
  /** Called when an LM fails a poll that it passed before, or passes again; at the first poll only for a failure. */
  readonly onChange?: (url: string, failure: LmFailure | null) => void;
  /** Interval between polls, milliseconds. */
  readonly pollMs?: number;
  /** Time limit of a poll, milliseconds. */
  readonly pollTimeoutMs?: number;
}

/**
 * Polls /v1/models of each LM (which needs the key, unlike /health), now and every five seconds. Resolves after the
 * first poll. `signal` aborts the first poll; `close` ends the later ones.
 *
 * @example
 * const health = await watchHealth({ urls: ["http://localhost:8000"], apiKey: null, model: null }, signal);
 * health.unready()?.message; // not ready: the speech LM at http://localhost:8000 can't be reached: …
 */
export async function watchHealth(options: HealthOptions, signal: AbortSignal): Promise<Health> {
  const { urls, pollMs = POLL_MS, isActive = () => false, onChange = () => {} } = options;
  let failures: (LmFailure | null)[] = [];
  /** The LMs whose failure `onChange` has been called with. */
  const failed = new Set<string>();
  const excused = (failure: LmFailure | null, url: string): LmFailure | null =>
    failure?.fault === "silence" && isActive(url) ? null : failure;
  const judged = (): readonly (LmFailure | null)[] =>
    urls.map((url, at) => excused(failures[at] ?? null, url));
  const poll = async (limit: AbortSignal): Promise<void> => {
    failures = await Promise.all(urls.map((url) => pollOne(url, options, limit)));
    if (limit.aborted) return;
    for (const [at, failure] of judged().entries()) {
      const url = urls[at] ?? "";
      if ((failure !== null) === failed.has(url)) continue;
      if (failure === null) failed.delete(url);
      else failed.add(url);
      onChange(url, failure);
    }
  };
  await poll(signal);
  if (signal.aborted) throw abortReason(signal);
  const closed = new AbortController();
  const timer = setInterval(() => void poll(closed.signal), pollMs);
  timer.unref();
  return {
    unready: () => combine(judged()),
    upstreams() {
      const now = judged();
      return urls.map((url, at) => ({ url: redactUrl(baseUrl(url)), isUp: now[at] === null }));
    },
    close() {
      clearInterval(timer);
      closed.abort();
    },
  };
}

/** Denied access is a matter of settings: a retry would not help. */
function combine(polled: readonly (LmFailure | null)[]): SpeechError | null {
  const failures = polled.filter((failure) => failure !== null);
  if (failures.length < polled.length) return null;
  const message = failures.map((failure) => failure.message).join("; ");
  if (failures.every(({ fault }) => fault === "access"))
    return new SpeechError("upstream", message);
  return new SpeechError("not_ready", `not ready: ${message}`, { retryAfterS: 1 });
}

async function pollOne(
  url: string,
  { apiKey, model, pollTimeoutMs = POLL_TIMEOUT_MS }: HealthOptions,
  limit: AbortSignal,
): Promise<LmFailure | null> {
  const base = baseUrl(url);
  const headers = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
  try {
    const response = await fetch(`${base}/v1/models`, {
      headers,
      signal: AbortSignal.any([limit, AbortSignal.timeout(pollTimeoutMs)]),
    });
    if (!response.ok) return await refusal(response, [apiKey ?? ""]);
    return unlistedModel(base, await response.json().catch(() => null), model);
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    return new LmFailure(
      isTimeout ? "silence" : "server",
      `the speech LM at ${redactUrl(base)} can't be reached: ${connectionReason(error)}`,
    );
  }
}

/**
 * Returns a failure if the model is not listed; null if it is listed, or if the answer is not a list, as from a proxy.
 */
function unlistedModel(base: string, answer: unknown, model: string | null): LmFailure | null {
  const models = parseModels(answer);
  if (models === null) return null;
  const ids = models.map(({ id }) => id);
  if (model === null ? ids.length > 0 : ids.includes(model)) return null;
  const missing = model === null ? "no model" : `no model ${JSON.stringify(model)} (MODEL_NAME)`;
  return new LmFailure(
    "access",
    `the speech LM at ${redactUrl(base)} has ${missing}; it has ${ids.join(", ") || "none"}`,
  );
}
