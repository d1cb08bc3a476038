import { SpeechError } from "../../src/errors.ts";
import { abortReason } from "../../src/streams.ts";
import { createStallClock } from "./stall.ts";

/**
 * ok: complete; left: the client disconnected; stalled: the client stopped reading; broken: the source failed or the
 * server aborted.
 */
export type Ending = "ok" | "left" | "stalled" | "broken";

interface BodyOptions {
  /** A client that reads nothing for this long has stalled and is disconnected, milliseconds. */
  readonly stallMs: number;
  /** Bytes in the kernel's send queue for the client; null if unknown. */
  readonly unsentBytes?: () => Promise<number | null>;
  /** Called when the client has read bytes from the send queue. */
  readonly onMoved?: () => void;
  /** Called exactly once, when the body has ended in any way. */
  readonly onEnd: (ending: Ending, error?: unknown) => void;
  /** Creates a last chunk that reports a failure of the source. The body then ends cleanly instead of breaking. */
  readonly errorChunk?: (error: unknown) => Uint8Array;
}

/**
 * Converts `bytes` to a response body that is pulled one chunk at a time. A failure breaks the connection, so that an
 * incomplete body never looks complete, unless `errorChunk` reports the failure. When `signal` aborts, the source is
 * closed and the body is broken, even if the body is never read.
 */
export function toBody(
  bytes: AsyncIterator<Uint8Array>,
  options: BodyOptions,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const { stallMs, unsentBytes = async () => null, onMoved = () => {}, errorChunk } = options;
  let hasEnded = false;
  let breakOff = (_ending: Ending, _error: unknown): void => {};
  const end = (ending: Ending, error?: unknown): void => {
    if (hasEnded) return;
    hasEnded = true;
    stallClock.stop();
    signal.removeEventListener("abort", onAbort);
    if (ending !== "ok") {
      breakOff(ending, error);
      void Promise.resolve(bytes.return?.()).catch(() => {});
    }
    options.onEnd(ending, error);
  };
  const stallClock = createStallClock({
    limitMs: stallMs,
    unsentBytes,
    onMoved,
    onStalled: () => end("stalled", new SpeechError("aborted", "the client stopped reading")),
  });
  const onAbort = (): void => {
    const reason = abortReason(signal);
    end(reason.code === "aborted" ? "left" : "broken", reason);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        breakOff = (ending, error) => {
          if (ending === "broken" && errorChunk !== undefined) {
            controller.enqueue(errorChunk(error));
            controller.close();
            // No reason is passed, because Bun would print the reason to stderr. `onEnd` passes the error to the log.
          } else controller.error();
        };
        if (signal.aborted) onAbort();
      },
      async pull(controller) {
        stallClock.stop();
        try {
          const next = await bytes.next();
          if (hasEnded) return;
          if (next.done) {
            controller.close();
            end("ok");
            return;
          }
          controller.enqueue(next.value);
          stallClock.wait();
        } catch (error) {
          end("broken", error);
        }
      },
      cancel: () => end("left", new SpeechError("aborted", "the client disconnected")),
    },
    { highWaterMark: 0 },
  );
}
