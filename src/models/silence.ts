import { SpeechError } from "../errors.ts";

interface SilenceLimit {
  readonly host: string;
  /** Longest time in which the host sends nothing, milliseconds. */
  readonly ms: number;
}

/**
 * Calls `work` with a signal that also aborts when the host is silent for too long; `heard` starts the time again. Throws
 * SpeechError "upstream" after such a silence, otherwise the error of `work`.
 *
 * @example
 * const get = (limited: AbortSignal) => fetch(url, { signal: limited });
 * const response = await withSilenceLimit({ host: url.host, ms: 10_000 }, get, signal);
 */
export async function withSilenceLimit<T>(
  { host, ms }: SilenceLimit,
  work: (limited: AbortSignal, heard: () => void) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const silent = new AbortController();
  const reason = new SpeechError("upstream", `${host} sent nothing for ${ms / 1000} s`);
  const timer = setTimeout(() => silent.abort(reason), ms);
  try {
    return await work(AbortSignal.any([signal, silent.signal]), () => void timer.refresh());
  } catch (error) {
    if (signal.aborted) throw error;
    throw silent.signal.aborted ? reason : error;
  } finally {
    clearTimeout(timer);
  }
}
