import { SpeechError } from "../errors.ts";

/** A limit of the time in which a host sends nothing. */
export interface Silence extends Disposable {
  /** Aborts with SpeechError "upstream" when the limit is exceeded. */
  readonly signal: AbortSignal;
  /** Starts the time again. */
  interrupt(): void;
}

/**
 * Starts the time without a byte of `host`, at most `ms` milliseconds.
 *
 * @example
 * using silence = openSilence(url.host, 10_000);
 * const response = await fetch(url, { signal: silence.signal });
 */
export function openSilence(host: string, ms: number): Silence {
  const controller = new AbortController();
  const reason = new SpeechError("upstream", `${host} sent nothing for ${ms / 1000} s`);
  const timer = setTimeout(() => controller.abort(reason), ms);
  return {
    signal: controller.signal,
    interrupt: () => void timer.refresh(),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
