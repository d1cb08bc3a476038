import type { Socket } from "bun";
import { messageOf } from "../../src/message.ts";
import { type AnswerReader, createAnswerReader, type Headers } from "../http/answer.ts";
import type { Address } from "../http/connectionPool.ts";
import { outOfDescriptors } from "../http/descriptors.ts";
import { Failure } from "../http/failure.ts";
import { redirectTarget, statusFailure } from "../http/status.ts";
import { lossFailure } from "../http/transport.ts";
import { type Close, SocketFailure } from "./closeFailure.ts";
import { createFrameReader, encodeFrame, OPCODE, type SocketMessage } from "./frames.ts";
import { acceptOf, newKey } from "./handshakeKey.ts";

/** Where a socket connects to, and the head of its handshake. */
export interface SocketTarget {
  readonly address: Address;
  /** The request's head, of which `Sec-WebSocket-Key` is still missing. */
  readonly head: string;
}

/** Called as the events arrive. After `closed` nothing is called. */
export interface SocketHooks {
  /** Called at each read, before the messages that it completes. */
  read(): void;
  message(data: string | Uint8Array): void;
  closed(close: Close): void;
}

/** A socket whose handshake has succeeded. */
export interface OpenSocket {
  /** Headers of the answer to the handshake. */
  readonly headers: Headers;
  /** Sends a text message; does nothing after the end. */
  send(text: string): void;
  /** Sends a close frame and ends the connection. `closed` is not called. */
  close(): void;
}

/** Number of sockets of this process that are open. */
let openCount = 0;

/**
 * Opens a WebSocket. Bun's own client does not expose the status and the body of a refused handshake, follows proxies of
 * the environment and has no hook for the time of a connection. Rejects with SocketFailure: the status of a refusal,
 * "connect" without a connection, and the reason of `signal` if that is a Failure, otherwise "aborted".
 *
 * @example
 * const socket = await openWebSocket(target, { message: play, closed: log }, signal);
 * socket.send("{}");
 */
export async function openWebSocket(
  target: SocketTarget,
  hooks: SocketHooks,
  signal: AbortSignal,
): Promise<OpenSocket> {
  const opened = Promise.withResolvers<OpenSocket>();
  const state = newState(hooks, opened);
  const { hostname, port, tls } = target.address;
  const key = newKey();
  const origin = `${tls === null ? "http" : "https"}://${hostname}:${port}`;
  state.answer = handshake(state, { accept: acceptOf(key), origin });
  const abort = (): void => {
    const reason: unknown = signal.reason;
    if (!(reason instanceof Failure)) fail(state, new Failure("aborted", "interrupted"));
    else if (state.status > 0) refuse(state);
    else fail(state, reason);
  };
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  const request = Buffer.from(`${target.head}sec-websocket-key: ${key}\r\n\r\n`);
  const start = (socket: Socket): void => {
    state.connected = true;
    write(state, socket, request);
  };
  Bun.connect({
    hostname,
    port,
    ...(tls && { tls }),
    socket: {
      open(socket) {
        openCount++;
        state.socket = socket;
        socket.setNoDelay(true);
        if (state.isOver) socket.terminate();
        else if (tls === null) start(socket);
      },
      handshake(socket, success, error) {
        if (success) start(socket);
        else
          fail(state, lossFailure(error ?? new Error("the TLS handshake failed"), "unconnected"));
      },
      data: (_, bytes) => take(state, bytes),
      drain: (socket) => write(state, socket, null),
      close(_, error) {
        openCount--;
        end(state, { code: null, reason: error?.message ?? "" });
      },
      error: (_, error) => end(state, { code: null, reason: error.message }),
    },
  }).catch((error: Error) =>
    fail(state, lossFailure(error, outOfDescriptors(openCount) ? "no descriptor" : "unconnected")),
  );
  try {
    return await opened.promise;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

interface State {
  readonly hooks: SocketHooks;
  readonly opened: PromiseWithResolvers<OpenSocket>;
  readonly frames: ReturnType<typeof createFrameReader>;
  answer: AnswerReader | null;
  socket: Socket | null;
  /** True after the connect and the TLS handshake. */
  connected: boolean;
  isOpen: boolean;
  isOver: boolean;
  /** HTTP status of a handshake that was refused; 0: not known yet. */
  status: number;
  location: string | undefined;
  errorBody: string;
  /** Bytes that did not fit into the buffer of the connection. */
  unsent: Uint8Array[];
}

function newState(hooks: SocketHooks, opened: State["opened"]): State {
  return {
    hooks,
    opened,
    frames: createFrameReader(),
    answer: null,
    socket: null,
    connected: false,
    isOpen: false,
    isOver: false,
    status: 0,
    location: undefined,
    errorBody: "",
    unsent: [],
  };
}

/** Returns the reader of the answer to a handshake, whose body is the frames. */
function handshake(
  state: State,
  { accept, origin }: { readonly accept: string; readonly origin: string },
): AnswerReader {
  return createAnswerReader({
    headers(status, headers) {
      state.status = status;
      state.location = redirectTarget(headers["location"], origin);
      // Deepgram sends the reason of a refusal in a header.
      state.errorBody = `${headers["dg-error"] ?? ""} `;
      if (status !== 101) return;
      if (headers["sec-websocket-accept"] !== accept)
        throw new Error("the answer to the handshake has a wrong Sec-WebSocket-Accept");
      state.isOpen = true;
      state.opened.resolve({
        headers,
        send: (text) => send(state, OPCODE.text, Buffer.from(text)),
        close: () => close(state),
      });
    },
    body(bytes) {
      if (state.status !== 101) state.errorBody += Buffer.from(bytes).toString();
      else for (const message of state.frames.push(bytes)) receive(state, message);
    },
  });
}

function take(state: State, bytes: Uint8Array): void {
  if (state.isOver) return;
  state.hooks.read();
  try {
    const isComplete = state.answer?.push(bytes) === true;
    if (isComplete && state.status !== 101) refuse(state);
  } catch (error) {
    if (state.isOpen) end(state, { code: null, reason: messageOf(error) });
    else fail(state, new Failure("connect", `no WebSocket: ${messageOf(error)}`, error));
  }
}

function refuse(state: State): void {
  const { status, errorBody: body, location } = state;
  fail(state, statusFailure(status, { body, location }));
}

function receive(state: State, { opcode, payload }: SocketMessage): void {
  if (state.isOver) return;
  if (opcode === OPCODE.ping) send(state, OPCODE.pong, payload);
  else if (opcode === OPCODE.binary) state.hooks.message(payload);
  else if (opcode === OPCODE.text) state.hooks.message(Buffer.from(payload).toString());
  else if (opcode === OPCODE.close) {
    send(state, OPCODE.close, payload.subarray(0, 2));
    const code = payload.length < 2 ? 1005 : Buffer.from(payload).readUInt16BE(0);
    end(state, { code, reason: Buffer.from(payload.subarray(2)).toString() });
  }
}

function send(state: State, opcode: number, payload: Uint8Array): void {
  if (state.isOver || state.socket === null) return;
  write(state, state.socket, encodeFrame(opcode, payload));
}

/** Writes `bytes` after those that wait. */
function write(state: State, socket: Socket, bytes: Uint8Array | null): void {
  if (bytes !== null) state.unsent.push(bytes);
  for (let next = state.unsent[0]; next !== undefined; next = state.unsent[0]) {
    const written = Math.max(0, socket.write(next));
    if (written < next.length) {
      state.unsent[0] = next.subarray(written);
      return;
    }
    state.unsent.shift();
  }
}

/** Ends an open socket, or fails its handshake. */
function end(state: State, close: Close): void {
  if (state.isOver) return;
  if (state.isOpen) {
    state.isOver = true;
    state.hooks.closed(close);
    state.socket?.end();
  } else if (!state.connected)
    fail(state, lossFailure(new Error(close.reason || "no connection"), "unconnected"));
  else if (state.status > 0) refuse(state);
  else {
    const reason = close.reason || "the connection ended";
    fail(state, new Failure("connect", `no answer to the handshake: ${reason}`));
  }
}

function fail(state: State, failure: Failure): void {
  if (state.isOver) return;
  state.isOver = true;
  const isTimeout = failure.kind.startsWith("timeout");
  const told = isTimeout && !state.connected ? new Failure("connect", failure.message) : failure;
  state.opened.reject(new SocketFailure(told, state.status > 0 ? state.status : null));
  state.socket?.terminate();
}

function close(state: State): void {
  if (state.isOver) return;
  send(state, OPCODE.close, Uint8Array.of(1000 >> 8, 1000 & 255));
  state.isOver = true;
  state.socket?.end();
}
