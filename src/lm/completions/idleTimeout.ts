import { connectionReason } from "../../connection.ts";
import { SpeechError } from "../../errors.ts";
import { untilAborted } from "../../streams.ts";
import { LmFailure } from "../failure.ts";

/** Waits for one step of a call within its idle timeout. */
export type Wait = <T>(work: Promise<T>) => Promise<T>;

interface IdleTimeout {
  readonly idleMs: number;
  /** Whether the client waits for audio; while it does not, the timer starts again instead of expiring. */
  readonly isWaiting: () => boolean;
  /** Called once when the timeout expires; it should abort the signal. */
  readonly onTimeout: () => void;
}

/**
 * Waits for `work`; calls `onTimeout` after `idleMs` without a result. Throws the reason of `signal` once it aborts; any
 * other error than a SpeechError becomes LmFailure "server".
 */
export async function withIdleTimeout<T>(
  work: Promise<T>,
  { idleMs, isWaiting, onTimeout }: IdleTimeout,
  signal: AbortSignal,
): Promise<T> {
  const expire = (): void => {
    if (isWaiting()) onTimeout();
    else timer = setTimeout(expire, idleMs);
  };
  let timer = setTimeout(expire, idleMs);
  try {
    return await untilAborted(work, signal);
  } catch (error) {
    if (error instanceof SpeechError) throw error;
    const message = `the connection to the speech LM broke: ${connectionReason(error)}`;
    throw new LmFailure("server", message, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
