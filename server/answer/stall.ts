/** Watches whether a reader takes what it is given. */
export interface StallClock {
  /** It was given something: from now on it is expected to take it. */
  wait(): void;
  stop(): void;
}

interface StallOptions {
  /** A reader that takes nothing for so long has stalled. */
  readonly limitMs: number;
  /** Bytes that lie in the kernel for the reader; null when that can't be told. */
  readonly unsent: () => Promise<number | null>;
  /** Something has moved, though nobody pulled. */
  readonly moved: () => void;
  readonly stalled: () => void;
}

/** So many looks in the limit: a reader is cut at most a look after it. */
const LOOKS = 10;

/**
 * Calls `stalled` once a reader has taken nothing for `limitMs`. That a body is not pulled from says little: the
 * kernel takes more only when about a third of its buffer is free (1.4 MB on Linux), which a listener who reads as fast
 * as he plays empties in three minutes of MP3. So the kernel is asked whether anything has moved.
 */
export function createStallClock({ limitMs, unsent, moved, stalled }: StallOptions): StallClock {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Which wait is on: an answer of the kernel to an earlier one is of no use. */
  let current = 0;

  function lookLater(turn: number, quiet: number, before: number | null): void {
    timer = setTimeout(() => void look(turn, quiet, before), limitMs / LOOKS);
  }

  /** `quiet` looks in a row, this one included, have seen nothing move. */
  async function look(turn: number, quiet: number, before: number | null): Promise<void> {
    const now = await unsent();
    if (turn !== current) return;
    if (before !== null && now !== null && now !== before) {
      moved();
      lookLater(turn, 1, now);
    } else if (quiet === LOOKS) stalled();
    else lookLater(turn, quiet + 1, now);
  }

  const stop = (): void => {
    current += 1;
    clearTimeout(timer);
  };
  return {
    stop,
    wait() {
      stop();
      lookLater(current, 1, null);
    },
  };
}
