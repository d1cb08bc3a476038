import { yieldToEventLoop } from "../../src/eventLoop.ts";
import { abortReason, untilAborted } from "../../src/streams.ts";
import type { Message } from "./wire.ts";

/** Bytes that may wait to be sent before the contexts of a socket pause: some seconds of audio. */
const MAX_UNSENT_BYTES = 256 * 1024;
/** Polls of the unsent bytes in the time after which a socket is stalled. */
const POLLS = 10;
/** Time for a client to read what was sent before the close, milliseconds. Then the connection is cut. */
export const CLOSE_MS = 10_000;

/** A connection to a client. */
export interface TalkSocket {
  send(message: Message): void;
  /** Bytes that were sent and that the kernel has not accepted. */
  unsentBytes(): number;
  close(code: number, reason: string): void;
}

/** Sends the frames of all contexts of a socket. */
export interface Sender {
  /** Waits until a frame can be sent. Contexts that wait are served in turn. Throws the abort reason of `signal`. */
  turn(signal: AbortSignal): Promise<void>;
  /** Tells that the socket can take more. */
  drained(): void;
  close(): void;
}

interface SenderOptions {
  readonly socket: Pick<TalkSocket, "unsentBytes">;
  /** A client that reads nothing for this long has stalled, milliseconds. */
  readonly stallMs: number;
  readonly onStalled: () => void;
}

/** Creates the sender of a socket. It lets contexts send while at most 256 KiB are unsent. */
export function createSender({ socket, stallMs, onStalled }: SenderOptions): Sender {
  const waiting: (() => void)[] = [];
  let isServing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hasRoom = (): boolean => socket.unsentBytes() <= MAX_UNSENT_BYTES;
  /** Watches the unsent bytes until there is room again. `quiet` is the number of polls in a row without progress. */
  function watch(unsentBytes: number, quiet: number): void {
    timer = setTimeout(() => {
      const now = socket.unsentBytes();
      if (hasRoom()) return drained();
      if (now >= unsentBytes && quiet + 1 >= POLLS) return onStalled();
      watch(now, now < unsentBytes ? 0 : quiet + 1);
    }, stallMs / POLLS);
  }
  async function serve(): Promise<void> {
    if (isServing) return;
    isServing = true;
    while (waiting.length > 0 && hasRoom()) {
      waiting.shift()?.();
      // The context sends in this turn of the event loop; other contexts, and messages of the client, come first.
      await yieldToEventLoop();
    }
    isServing = false;
    if (waiting.length > 0 && timer === undefined) watch(socket.unsentBytes(), 0);
  }
  function drained(): void {
    clearTimeout(timer);
    timer = undefined;
    void serve();
  }
  return {
    drained,
    async turn(signal) {
      if (signal.aborted) throw abortReason(signal);
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      void serve();
      await untilAborted(promise, signal);
    },
    close() {
      clearTimeout(timer);
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}
