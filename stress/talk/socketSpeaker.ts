import { createBodyReader } from "../formats/body.ts";
import type { ChunkReader } from "../formats/chunk.ts";
import type { Address } from "../http/connectionPool.ts";
import { asFailure, Failure } from "../http/failure.ts";
import type { SenderOptions } from "../load/senderOptions.ts";
import type { SocketId, TalkSettings } from "../reply/settings.ts";
import { type Close, closeFailure, staleFailure } from "../socket/closeFailure.ts";
import { openWebSocket, type OpenSocket } from "../socket/webSocket.ts";
import { handshakeHead } from "./handshake.ts";
import type { Connection, Ears, Speaker } from "./speaker.ts";
import { OPEN_WIRE } from "./wires/openWire.ts";
import { type Heard, rateOf, rateType, type Wire, type WireOptions } from "./wires/wire.ts";

/** Settings of the sockets of a run. */
export interface SocketSettings {
  readonly base: URL;
  readonly address: Address;
  readonly options: SenderOptions;
  readonly settings: TalkSettings & { readonly wire: SocketId };
  readonly now: () => number;
  /** Called for each socket that opened. */
  readonly opened: () => void;
}

/** The socket of a conversation. */
interface Line {
  readonly wire: Wire;
  socket: OpenSocket | null;
  reader: ChunkReader;
  ears: Ears | null;
  /** An error of the server before the first reply; null without one. */
  early: Failure | null;
  /** How the socket closed; null while it is open. */
  closed: Close | null;
  /** True while a reply waits for its first message on a socket that had another reply before. */
  isUnproven: boolean;
  /** True after the reply of a socket that has only one. */
  isUsed: boolean;
}

/**
 * Creates the speaker of one conversation over a socket, which is opened before the first reply, and again when it was
 * closed.
 */
export function createSocketSpeaker(voice: string, given: SocketSettings): Speaker {
  let line: Line | null = null;
  let connection: Connection = { connectMs: null, status: null, requestId: "", answerId: null };
  const sendAll = (messages: readonly string[]): void => {
    for (const message of messages) line?.socket?.send(message);
  };
  return {
    get connection() {
      return connection;
    },
    async ready(signal) {
      if (line !== null && line.closed === null && !line.isUsed) {
        connection = { ...connection, connectMs: null };
        line.isUnproven = true;
        return;
      }
      close();
      const opening = newLine(voice, given);
      const requestId = crypto.randomUUID();
      connection = { connectMs: null, status: null, requestId, answerId: null };
      connection = await connect(opening, { given, requestId }, signal);
      line = opening;
      sendAll(line.wire.opening);
    },
    begin(ears) {
      if (line === null) return;
      line.ears = ears;
      line.reader = openReader(given.settings);
      line.isUsed = line.wire.isSingle;
      const failure = line.early ?? (line.closed && lostReply(line, line.closed));
      if (failure !== null) ears.failed(failure);
      sendAll(line.wire.begin());
    },
    token: (text) => sendAll(line?.wire.token(text) ?? []),
    finish: () => sendAll(line?.wire.finish() ?? []),
    cancel() {
      const messages = line?.wire.cancel() ?? null;
      if (messages === null) close();
      else sendAll(messages);
      return messages !== null;
    },
    close,
  };

  function close(): void {
    line?.socket?.close();
    line = null;
  }
}

function newLine(voice: string, { options, settings }: SocketSettings): Line {
  const { format, model, wantsWords } = settings;
  const given: WireOptions = { voice, format, model, wantsWords, extra: options.body };
  const wire = OPEN_WIRE[settings.wire](given);
  return {
    wire,
    socket: null,
    reader: openReader(settings),
    ears: null,
    early: null,
    closed: null,
    isUnproven: false,
    isUsed: false,
  };
}

/** Returns the failure of the current reply of `line`, whose socket has closed. */
function lostReply({ ears, isUnproven }: Line, close: Close): Failure {
  const stale = isUnproven ? staleFailure(close) : null;
  return stale ?? closeFailure(close, ears?.hasSound === true);
}

function openReader({ format }: TalkSettings): ChunkReader {
  return createBodyReader(format.codec, rateType(rateOf(format)));
}

/** Opens the socket of `line`. The limit of the first audio applies to connect and handshake together. */
async function connect(
  line: Line,
  { given, requestId }: { readonly given: SocketSettings; readonly requestId: string },
  signal: AbortSignal,
): Promise<Connection> {
  const { base, address, options, settings, now } = given;
  const limitMs = options.timeoutFirstAudio;
  const limit = new AbortController();
  const late = new Failure("timeout_first_audio", `no answer to the handshake after ${limitMs} ms`);
  const timer = setTimeout(() => limit.abort(late), limitMs);
  const startMs = now();
  const hooks = {
    read: () => line.ears?.arrived(),
    message: (data: string | Uint8Array) => hear(line, data, settings),
    closed(close: Close) {
      [line.socket, line.closed] = [null, close];
      line.ears?.failed(lostReply(line, close));
    },
  };
  try {
    const head = handshakeHead(line.wire, { base, options, wire: settings.wire, requestId });
    const both = AbortSignal.any([signal, limit.signal]);
    line.socket = await openWebSocket({ address, head }, hooks, both);
  } finally {
    clearTimeout(timer);
  }
  given.opened();
  const answerId = line.socket.headers["x-request-id"] ?? null;
  return { connectMs: now() - startMs, status: 101, requestId, answerId };
}

/** Takes one message of the server. */
function hear(line: Line, data: string | Uint8Array, settings: TalkSettings): void {
  const { ears, wire } = line;
  line.isUnproven = false;
  try {
    for (const heard of wire.read(data, ears?.hasSound === true)) take(line, heard, settings);
  } catch (error) {
    if (ears === null) line.early ??= asFailure(error);
    else ears.failed(asFailure(error));
  }
}

function take(line: Line, heard: Heard, { format }: TalkSettings): void {
  const { ears } = line;
  if (ears === null) return;
  switch (heard.is) {
    case "sound":
      return ears.sound(line.reader.push(heard.bytes));
    case "file":
      ears.sound(line.reader.end());
      line.reader = createBodyReader(format.codec, heard.type);
      return;
    case "times":
      return ears.times(heard.times);
    case "end":
      ears.sound(line.reader.end());
      ears.ended();
  }
}
