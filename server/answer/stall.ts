/** Detects a client that stops reading. */
export interface StallClock {
  /** The client was given bytes: starts the time in which it must take some. */
  wait(): void;
  stop(): void;
}

interface StallOptions {
  /** A client that takes nothing for this long has stalled, milliseconds. */
  readonly limitMs: number;
  /** Bytes in the kernel's send queue for the client; null if unknown. */
  readonly unsentBytes: () => Promise<number | null>;
  /** Called when a poll finds that the send queue has changed. */
  readonly onMoved: () => void;
  /** Called at most once per wait. */
  readonly onStalled: () => void;
}

/** Polls per limit; a stalled client is cut at most one poll late. */
const POLLS = 10;

/**
 * Calls `onStalled` once a client has taken nothing for `limitMs`. A body that is not pulled from does not show a
 * stall: the kernel accepts more only when about a third of its send buffer is free (1.4 MB on Linux), which a client
 * that reads at playback speed empties in three minutes of MP3. The send queue is polled instead.
 */
export function createStallClock(options: StallOptions): StallClock {
  const { limitMs, unsentBytes: poll, onMoved, onStalled } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Number of the current wait; a poll that an earlier wait started is ignored. */
  let current = 0;

  function schedule(wait: number, quietPolls: number, previousBytes: number | null): void {
    timer = setTimeout(() => void look(wait, quietPolls, previousBytes), limitMs / POLLS);
  }

  /** `quietPolls` in a row, this one included, have seen no change. */
  async function look(
    wait: number,
    quietPolls: number,
    previousBytes: number | null,
  ): Promise<void> {
    const unsentBytes = await poll();
    if (wait !== current) return;
    if (previousBytes !== null && unsentBytes !== null && unsentBytes !== previousBytes) {
      onMoved();
      schedule(wait, 1, unsentBytes);
    } else if (quietPolls === POLLS) onStalled();
    else schedule(wait, quietPolls + 1, unsentBytes);
  }

  const stop = (): void => {
    current += 1;
    clearTimeout(timer);
  };
  return {
    stop,
    wait() {
      stop();
      schedule(current, 1, null);
    },
  };
}
