import { createStallClock } from "./stall.ts";

interface FileReaderOptions {
  /** A client that reads nothing for this long has stalled, milliseconds. */
  readonly stallMs: number;
  /** Bytes in the kernel's send queue for the client; null once its response has ended, or if unknown. */
  readonly unsentBytes: () => Promise<number | null>;
  /** Returns true once the response has ended. */
  readonly hasEnded: () => boolean;
  /** Called when the client has read bytes. */
  readonly onMoved: () => void;
  /** Called at most once. */
  readonly onStalled: () => void;
  /** A clock that never runs backwards, milliseconds. */
  readonly now: () => number;
}

/**
 * Time after which the watch of a file that has been sent ends, milliseconds. Nearly all files are sent by then. Without
 * this look, each request would stay in memory until the first poll of the send queue, a tenth of `stallMs`.
 */
const SENT_MS = 100;

/**
 * Starts to watch the client of a whole file for a stall. For such a response, Bun reports only a broken connection
 * (`signal`). If the send queue is unknown, a connection that breaks after `stallMs` counts as a stall, because Bun's
 * own idle timeout closes the connections of stalled clients.
 */
export function watchFileReader(options: FileReaderOptions, signal: AbortSignal): void {
  const { stallMs, onMoved, now } = options;
  const sentMs = now();
  let isQueueKnown = false;
  const clock = createStallClock({
    limitMs: stallMs,
    async unsentBytes() {
      const bytes = await options.unsentBytes();
      if (bytes !== null) isQueueKnown = true;
      else if (isQueueKnown) end();
      else clock.stop(); // only `signal` can then show a stall
      return bytes;
    },
    onMoved,
    onStalled() {
      end();
      options.onStalled();
    },
  });
  const sent = setTimeout(() => {
    if (options.hasEnded()) end();
  }, SENT_MS);
  function end(): void {
    clock.stop();
    clearTimeout(sent);
    signal.removeEventListener("abort", onBroken);
  }
  function onBroken(): void {
    end();
    if (!isQueueKnown && now() - sentMs >= stallMs) options.onStalled();
  }
  signal.addEventListener("abort", onBroken);
  clock.wait();
}
