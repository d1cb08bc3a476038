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

/** When the first look is, as a share of the limit: soon after the kernel's buffer has filled up. */
const FIRST_LOOK = 0.1;

/**
 * Calls `stalled` once a reader has taken nothing for `limitMs`. That a body is not pulled from says little: the
 * kernel takes more only when about a third of its buffer is free (1.4 MB on Linux), which a listener who reads as fast
 * as he plays empties in three minutes of MP3. So the kernel is asked whether anything has moved.
 */
export function createStallClock({ limitMs, unsent, moved, stalled }: StallOptions): StallClock {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Which wait is on: an answer of the kernel to an earlier one is of no use. */
  let current = 0;

  async function look(turn: number, before: number | null): Promise<void> {
    const now = await unsent();
    if (turn !== current) return;
    if (now === null || now === before) {
      stalled();
      return;
    }
    moved();
    timer = setTimeout(() => void look(turn, now), limitMs);
  }

  async function begin(turn: number): Promise<void> {
    const before = await unsent();
    if (turn !== current) return;
    timer = setTimeout(() => void look(turn, before), limitMs * (1 - FIRST_LOOK));
  }

  const stop = (): void => {
    current += 1;
    clearTimeout(timer);
  };
  return {
    stop,
    wait() {
      stop();
      const turn = current;
      timer = setTimeout(() => void begin(turn), limitMs * FIRST_LOOK);
    },
  };
}
