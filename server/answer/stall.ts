/** Detects a client that stops reading. */
export interface StallClock {
  /** Starts the time within which the client must read bytes. Call this after each chunk for the client. */
  wait(): void;
  stop(): void;
}

interface StallOptions {
  /** A client that reads nothing for this long has stalled, milliseconds. */
  readonly limitMs: number;
  /** Bytes in the kernel's send queue for the client; null if unknown. */
  readonly unsentBytes: () => Promise<number | null>;
  /** Called when a poll finds that the send queue has changed. */
  readonly onMoved: () => void;
  /** Called at most once per wait. */
  readonly onStalled: () => void;
}

/** Number of polls per limit. A stall is detected at most one poll late. */
const POLLS = 10;

/**
 * Creates a clock that calls `onStalled` once a client has read nothing for `limitMs`. The clock polls the send queue,
 * because a body that is not pulled does not imply a stall. The kernel accepts more bytes only when about a third of
 * its send buffer is free (1.4 MB on Linux), and a client that plays MP3 needs three minutes to read that much.
 */
export function createStallClock(options: StallOptions): StallClock {
  const { limitMs, unsentBytes: poll, onMoved, onStalled } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Number of the current wait; a poll that an earlier wait started is ignored. */
  let current = 0;

  function schedule(wait: number, quietPolls: number, previousBytes: number | null): void {
    timer = setTimeout(() => void look(wait, quietPolls, previousBytes), limitMs / POLLS);
  }

  /** Polls once. `quietPolls` is the number of polls in a row without a change, counting this poll. */
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
