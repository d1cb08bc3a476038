import { createBodyReader } from "../formats/body.ts";
import type { ChunkReader } from "../formats/chunk.ts";
import type { Address } from "../http/connectionPool.ts";
import { asFailure, Failure } from "../http/failure.ts";
import type { SenderOptions } from "../load/senderOptions.ts";
import type { SocketId, TalkSettings } from "../reply/settings.ts";
import { type Close, closeFailure, staleFailure } from "../socket/closeFailure.ts";
import { openWebSocket, type OpenSocket } from "../socket/webSocket.ts";
import { handshakeHead } from "./handshake.ts";
import type { Connection, ReplySink, Speaker } from "./speaker.ts";
import { OPEN_WIRE } from "./wires/openWire.ts";
import { type WireEvent, rateOf, rateType, type Wire, type WireOptions } from "./wires/wire.ts";

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
interface Channel {
  readonly wire: Wire;
  socket: OpenSocket | null;
  reader: ChunkReader;
  sink: ReplySink | null;
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
  let channel: Channel | null = null;
  let connection: Connection = { connectMs: null, status: null, requestId: "", answerId: null };
  const sendAll = (messages: readonly string[]): void => {
    for (const message of messages) channel?.socket?.send(message);
  };
  return {
    get connection() {
      return connection;
    },
    async ready(signal) {
      if (channel !== null && channel.closed === null && !channel.isUsed) {
        connection = { ...connection, connectMs: null };
        channel.isUnproven = true;
        return;
      }
      close();
      const opening = newChannel(voice, given);
      const requestId = crypto.randomUUID();
      connection = { connectMs: null, status: null, requestId, answerId: null };
      connection = await connect(opening, { given, requestId }, signal);
      channel = opening;
      sendAll(channel.wire.opening);
    },
    begin(sink) {
      if (channel === null) return;
      channel.sink = sink;
      channel.reader = openReader(given.settings);
      channel.isUsed = channel.wire.isSingle;
      const failure = channel.early ?? (channel.closed && lostReply(channel, channel.closed));
      if (failure !== null) sink.failed(failure);
      sendAll(channel.wire.begin());
    },
    token: (text) => sendAll(channel?.wire.token(text) ?? []),
    finish: () => sendAll(channel?.wire.finish() ?? []),
    cancel() {
      const messages = channel?.wire.cancel() ?? null;
      if (messages === null) close();
      else sendAll(messages);
      return messages !== null;
    },
    close,
  };

  function close(): void {
    channel?.socket?.close();
    channel = null;
  }
}

function newChannel(voice: string, { options, settings }: SocketSettings): Channel {
  const { format, model, wantsWords } = settings;
  const given: WireOptions = { voice, format, model, wantsWords, extra: options.body };
  const wire = OPEN_WIRE[settings.wire](given);
  return {
    wire,
    socket: null,
    reader: openReader(settings),
    sink: null,
    early: null,
    closed: null,
    isUnproven: false,
    isUsed: false,
  };
}

/** Returns the failure of the current reply of `channel`, whose socket has closed. */
function lostReply({ sink, isUnproven }: Channel, close: Close): Failure {
  const stale = isUnproven ? staleFailure(close) : null;
  return stale ?? closeFailure(close, sink?.hasSound === true);
}

function openReader({ format }: TalkSettings): ChunkReader {
  return createBodyReader(format.codec, rateType(rateOf(format)));
}

/** Opens the socket of `channel`. The limit of the first audio applies to connect and handshake together. */
async function connect(
  channel: Channel,
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
    read: () => channel.sink?.arrived(),
    message: (data: string | Uint8Array) => receive(channel, data, settings),
    closed(close: Close) {
      [channel.socket, channel.closed] = [null, close];
      channel.sink?.failed(lostReply(channel, close));
    },
  };
  try {
    const head = handshakeHead(channel.wire, { base, options, wire: settings.wire, requestId });
    const both = AbortSignal.any([signal, limit.signal]);
    channel.socket = await openWebSocket({ address, head }, hooks, both);
  } finally {
    clearTimeout(timer);
  }
  given.opened();
  const answerId = channel.socket.headers["x-request-id"] ?? null;
  return { connectMs: now() - startMs, status: 101, requestId, answerId };
}

/** Takes one message of the server. */
function receive(channel: Channel, data: string | Uint8Array, settings: TalkSettings): void {
  const { sink, wire } = channel;
  channel.isUnproven = false;
  try {
    for (const event of wire.read(data, sink?.hasSound === true)) take(channel, event, settings);
  } catch (error) {
    if (sink === null) channel.early ??= asFailure(error);
    else sink.failed(asFailure(error));
  }
}

function take(channel: Channel, event: WireEvent, { format }: TalkSettings): void {
  const { sink } = channel;
  if (sink === null) return;
  switch (event.kind) {
    case "sound":
      return sink.sound(channel.reader.push(event.bytes));
    case "file":
      sink.sound(channel.reader.end());
      channel.reader = createBodyReader(format.codec, event.type);
      return;
    case "times":
      return sink.times(event.times);
    case "end":
      sink.sound(channel.reader.end());
      sink.ended();
  }
}
