import type { Reply } from "./replies.ts";

/** Loudest sample of silence, of 32,767. */
const SILENT = 200;
const RATE_HZ = 16_000;
/** Longest wait for the end of a turn, milliseconds. */
const TURN_MS = 60_000;

/** What one turn of a conversation gave. Times are those of `performance.now()`. */
export interface Turn {
  firstTokenMs: number;
  /** When the token was sent that completes the first clause. */
  clauseMs: number;
  /** When the first audible sample is heard by a client that plays at once; NaN without one. */
  audibleMs: number;
  lastFrameMs: number;
  audioS: number;
  error: string | null;
  /** When the interruption was sent; NaN without one. */
  interruptedMs: number;
}

/** A client of one socket. */
export interface Talker {
  readonly isOpen: boolean;
  /** Speaks a reply whose tokens come at `tokensPerS`. With `interrupt` the turn is cancelled when audio has come. */
  turn(reply: Reply, options: TurnOptions): Promise<Turn>;
  close(): void;
}

interface TurnOptions {
  readonly tokensPerS: number;
  readonly interrupt?: boolean;
}

interface Open {
  readonly turn: Turn;
  firstFrameMs: number;
  onAudio(): void;
  onFinal(): void;
}

/** Opens a socket of ElevenLabs' protocol. Throws an Error if it cannot be opened. */
export async function openTalker(url: string): Promise<Talker> {
  const socket = openSocket(url, `output_format=pcm_${RATE_HZ}`);
  const opened = Promise.withResolvers<void>();
  const contexts = new Map<string, Open>();
  let count = 0;
  const fail = (message: string): void => {
    opened.reject(new Error(message));
    for (const open of contexts.values()) {
      open.turn.error ??= message;
      open.onFinal();
    }
  };
  socket.addEventListener("open", () => opened.resolve());
  socket.addEventListener("error", () => fail("the socket failed"));
  socket.addEventListener("close", ({ code }) => fail(`the socket closed with ${code}`));
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data as string) as Record<string, unknown>;
    const open = contexts.get(message["contextId"] as string);
    if (open !== undefined) receive(open, message);
  });
  await opened.promise;
  const send = (message: object): void => socket.send(JSON.stringify(message));
  return {
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    close: () => socket.close(),
    async turn({ tokens, clause }, { tokensPerS, interrupt = false }) {
      const context_id = `turn-${(count += 1)}`;
      const ended = Promise.withResolvers<void>();
      const heard = Promise.withResolvers<void>();
      const turn = newTurn();
      contexts.set(context_id, {
        turn,
        firstFrameMs: Number.NaN,
        onAudio: heard.resolve,
        onFinal: ended.resolve,
      });
      const limit = setTimeout(() => {
        turn.error ??= "no end";
        ended.resolve();
        heard.resolve();
      }, TURN_MS);
      send({ text: " ", context_id });
      const startMs = performance.now();
      for (const [at, text] of tokens.entries()) {
        const waitMs = startMs + (at * 1000) / tokensPerS - performance.now();
        if (waitMs > 0) await Bun.sleep(waitMs);
        if (at === 0) turn.firstTokenMs = performance.now();
        if (at === clause) turn.clauseMs = performance.now();
        if (socket.readyState !== WebSocket.OPEN) break;
        send({ text, context_id });
        if (interrupt && turn.audioS > 0.5) break;
      }
      if (interrupt) {
        await Promise.race([heard.promise, ended.promise]);
        turn.interruptedMs = performance.now();
      } else send({ context_id, flush: true });
      send({ context_id, close_context: true });
      await ended.promise;
      clearTimeout(limit);
      if (interrupt) await Bun.sleep(300); // a frame that comes later is seen
      contexts.delete(context_id);
      return turn;
    },
  };
}

/** The voice that every engine accepts: shaped like one of ElevenLabs, so that it means the default. */
const VOICE = "JBFqnCBsd6RMkjVDRZzb";

/** Opens ElevenLabs' socket of many contexts with a query. */
export function openSocket(url: string, query: string): WebSocket {
  const path = `/v1/text-to-speech/${VOICE}/multi-stream-input?${query}`;
  return new WebSocket(url.replace("http", "ws") + path);
}

function newTurn(): Turn {
  const never = Number.NaN;
  return {
    firstTokenMs: never,
    clauseMs: never,
    audibleMs: never,
    lastFrameMs: never,
    audioS: 0,
    error: null,
    interruptedMs: never,
  };
}

function receive(open: Open, message: Readonly<Record<string, unknown>>): void {
  const { turn } = open;
  const nowMs = performance.now();
  if (message["error"] !== undefined) turn.error = message["error"] as string;
  if (message["isFinal"] === true) open.onFinal();
  if (typeof message["audio"] !== "string" || message["audio"] === "") return;
  const bytes = Buffer.from(message["audio"], "base64");
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  if (Number.isNaN(open.firstFrameMs)) open.firstFrameMs = nowMs;
  const loud = samples.findIndex((sample) => Math.abs(sample) > SILENT);
  if (Number.isNaN(turn.audibleMs) && loud >= 0)
    turn.audibleMs = Math.max(
      nowMs,
      open.firstFrameMs + turn.audioS * 1000 + (loud / RATE_HZ) * 1000,
    );
  turn.audioS += samples.length / RATE_HZ;
  turn.lastFrameMs = nowMs;
  open.onAudio();
}
