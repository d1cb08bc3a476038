import { SpeechError } from "../errors.ts";
import { untilAborted } from "../streams.ts";
import { LmFailure } from "./failure.ts";

interface Patience {
  readonly idleMs: number;
  /** Whether somebody waits for what comes of the work: only then does silence count. */
  readonly wanted: () => boolean;
  /** Called once when the patience is spent; it should abort the signal. */
  readonly silent: () => void;
}

/** Waits for `work`, but calls `silent` after `idleMs`, and ends with the signal's reason once that aborts. */
export async function patient<T>(
  work: Promise<T>,
  { idleMs, wanted, silent }: Patience,
  signal: AbortSignal,
): Promise<T> {
  const expire = (): void => {
    if (wanted()) silent();
    else timer = setTimeout(expire, idleMs);
  };
  let timer = setTimeout(expire, idleMs);
  try {
    return await untilAborted(work, signal);
  } catch (error) {
    if (error instanceof SpeechError) throw error;
    throw new LmFailure("server", `the connection to the speech LM broke: ${String(error)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
