import { connect, type Socket } from "node:net";
import { createAnswerReader } from "../../stress/http/answer.ts";
import { createRequestWriter } from "../../stress/http/request.ts";

/**
 * How a request ended. "cut": its audio stopped before the end of the body. "unanswered": the connection ended without a
 * byte of an answer. "failed": no connection, or a status that is no refusal.
 */
export type Ending = "complete" | "refused" | "cut" | "unanswered" | "failed";

/** One answer of speech as raw PCM of 24 kHz. */
export interface Spoken {
  readonly ending: Ending;
  /** 0 without an answer. */
  readonly status: number;
  readonly bytes: number;
  /** Time from the request to the first audio, milliseconds; NaN without audio. */
  readonly firstMs: number;
}

/** A listener with one kept connection, which repeats no request by itself. */
export interface Speaker {
  /** Requests `input` and reads the audio no faster than it is played. */
  speak(input: string): Promise<Spoken>;
  close(): void;
}

/** Bytes of PCM played in a millisecond. */
export const BYTES_PER_MS = 48;
/** Audio that a player holds in advance, milliseconds. */
export const AHEAD_MS = 500;

/** Opens a listener to the server or proxy at `url`. The connection is opened at the first request. */
export function openSpeaker(url: string): Speaker {
  const base = new URL(url);
  const write = createRequestWriter(base);
  let kept: Socket | null = null;
  return {
    async speak(input) {
      const socket = kept?.readyState === "open" ? kept : await dial(base);
      kept = null;
      if (socket === null) return { ending: "failed", status: 0, bytes: 0, firstMs: Number.NaN };
      const body = JSON.stringify({ input, response_format: "pcm" });
      const headers = { "content-type": "application/json" };
      const { isKept, ...spoken } = await carry(
        socket,
        write({ path: "/v1/audio/speech", headers, body }),
      );
      if (isKept) kept = socket;
      else socket.destroy();
      return spoken;
    },
    close: () => kept?.destroy(),
  };
}

/** Opens a connection; null if there is none. */
function dial({ hostname, port }: URL): Promise<Socket | null> {
  const { promise, resolve } = Promise.withResolvers<Socket | null>();
  const socket = connect(Number(port), hostname, () => resolve(socket));
  socket.on("error", () => resolve(null)); // stays, so that a reset while the connection is idle does no harm
  return promise;
}

/** Sends a request over an open connection and reads its answer. */
async function carry(
  socket: Socket,
  request: Uint8Array,
): Promise<Spoken & { readonly isKept: boolean }> {
  const sentMs = performance.now();
  const ended = Promise.withResolvers<boolean>();
  let [status, bytes, firstMs] = [0, 0, Number.NaN];
  const answer = createAnswerReader({
    headers: (code) => void (status = code),
    body(read) {
      if (Number.isNaN(firstMs)) firstMs = performance.now() - sentMs;
      bytes += read.length;
    },
  });
  const onData = (read: Uint8Array): void => {
    const isWhole = answer.push(read);
    const waitMs = sentMs + firstMs + bytes / BYTES_PER_MS - AHEAD_MS - performance.now();
    if (waitMs > 0) socket.pause();
    const goOn = (): void => void (isWhole ? ended.resolve(true) : socket.resume());
    if (waitMs > 0) setTimeout(goOn, waitMs);
    else if (isWhole) goOn();
  };
  const onClose = (): void => ended.resolve(answer.close());
  socket.on("data", onData);
  socket.once("close", onClose);
  socket.write(request);
  const isWhole = await ended.promise;
  socket.off("data", onData);
  socket.off("close", onClose);
  socket.resume(); // so that the end of an idle connection is seen
  const isKept = answer.reusable && socket.readyState === "open";
  return { ending: endingOf(status, isWhole), status, bytes, firstMs, isKept };
}

function endingOf(status: number, isWhole: boolean): Ending {
  if (status === 0) return "unanswered";
  if (status === 429 || status === 503) return "refused";
  if (status !== 200) return "failed";
  return isWhole ? "complete" : "cut";
}
