import { createStallClock } from "./stall.ts";

interface FileReaderOptions {
  /** A reader that takes nothing for so long has stalled. */
  readonly stallMs: number;
  /** Bytes that lie in the kernel for the reader; null once its answer has ended, or when that can't be told. */
  readonly unsent: () => Promise<number | null>;
  /** The reader goes on. */
  readonly moved: () => void;
  /** Called once at most. */
  readonly stalled: () => void;
  /** A clock that never runs backwards, milliseconds. */
  readonly now: () => number;
}

/**
 * Watches the reader of a whole file from now on until its answer ends. Bun tells nothing of such an answer but that
 * its connection broke (`signal`). Where the kernel can't be asked, a break so late is taken for Bun's own idle limit.
 */
export function watchFileReader(options: FileReaderOptions, signal: AbortSignal): void {
  const { stallMs, moved, stalled, now } = options;
  const sentMs = now();
  let told = false;
  const clock = createStallClock({
    limitMs: stallMs,
    async unsent() {
      const held = await options.unsent();
      if (held === null) clock.stop();
      else told = true;
      return held;
    },
    moved,
    stalled,
  });
  clock.wait();
  const broke = (): void => {
    clock.stop();
    if (!told && now() - sentMs >= stallMs) stalled();
  };
  signal.addEventListener("abort", broke, { once: true });
}
