import type { Socket, SocketHandler, TLSOptions } from "bun";
import type { AnswerReader } from "./answer.ts";

/** One request on its way. Exactly one of `done` and `lost` is called, unless it is dropped. */
export interface Exchange {
  readonly request: Uint8Array;
  readonly answer: AnswerReader;
  /** A new connection stands for it. */
  connected(): void;
  done(): void;
  /** `sent`: the request had gone out. */
  lost(error: Error, sent: boolean): void;
}

/** Connections to one target: kept open between requests, and never fewer than are asked for. */
export interface Lines {
  /** Connections opened so far. */
  readonly opened: number;
  send(exchange: Exchange): void;
  /** Cuts the connection of an exchange that nobody waits for any more; false: it had none yet. */
  drop(exchange: Exchange): boolean;
  close(): void;
}

/** Where to connect to; `tls` null: without. */
export interface Address {
  readonly hostname: string;
  readonly port: number;
  readonly tls: TLSOptions | null;
}

interface Line {
  socket: Socket<Line> | null;
  /** null while it waits for the next request. */
  exchange: Exchange | null;
  /** Requests may be written: connected, and past the TLS handshake. */
  stands: boolean;
  /** What the socket had no room for. */
  unsent: Uint8Array | null;
  /** Until when its server keeps it, milliseconds of performance.now. */
  keptUntilMs: number;
}

/** A connection that its server drops this soon is not used again: its end may be under way. */
const IDLE_MARGIN_MS = 1000;

export function openLines({ hostname, port, tls }: Address): Lines {
  const lines = new Map<Exchange, Line>();
  const sockets = new Set<Socket<Line>>();
  const idle: Line[] = [];
  let opened = 0;

  const write = (line: Line, bytes: Uint8Array) => {
    const written = Math.max(0, line.socket?.write(bytes) ?? 0);
    line.unsent = written < bytes.length ? bytes.subarray(written) : null;
  };
  const stand = (line: Line) => {
    line.stands = true;
    opened++;
    const { exchange, socket } = line;
    exchange?.connected();
    if (exchange === null)
      socket?.terminate(); // dropped meanwhile
    else write(line, exchange.request);
  };
  const free = (line: Line): Exchange | null => {
    const { exchange } = line;
    line.exchange = null;
    if (exchange !== null) lines.delete(exchange);
    return exchange;
  };
  const lose = (line: Line, error: Error) => {
    const { stands, socket } = line;
    free(line)?.lost(error, stands);
    socket?.terminate();
  };
  const complete = (line: Line, { answer }: Exchange) => {
    const exchange = free(line);
    if (answer.reusable && line.unsent === null) {
      line.keptUntilMs = performance.now() + answer.keptMs - IDLE_MARGIN_MS;
      idle.push(line);
    } else line.socket?.end();
    exchange?.done();
  };

  const handlers: SocketHandler<Line> = {
    open(socket) {
      socket.data.socket = socket;
      sockets.add(socket);
      socket.setNoDelay(true);
      if (tls === null) stand(socket.data);
    },
    handshake({ data: line }, success, error) {
      if (success) stand(line);
      else lose(line, error ?? new Error("the TLS handshake failed"));
    },
    data({ data: line }, read) {
      const { exchange } = line;
      try {
        if (exchange === null)
          line.socket?.terminate(); // nobody asked for it
        // Who hears of the bytes may have dropped the exchange.
        else if (exchange.answer.push(read) && line.exchange === exchange) complete(line, exchange);
      } catch (error) {
        lose(line, error instanceof Error ? error : new Error(String(error)));
      }
    },
    drain({ data: line }) {
      if (line.unsent !== null) write(line, line.unsent);
    },
    close(socket, error) {
      sockets.delete(socket);
      const { data: line } = socket;
      if (line.exchange?.answer.close() === true) complete(line, line.exchange);
      else lose(line, error ?? new Error("the connection ended early"));
    },
    error: ({ data: line }, error) => lose(line, error),
  };

  /** The one used last is the surest to stand still. */
  const reuse = (): Line | null => {
    for (let line = idle.pop(); line !== undefined; line = idle.pop()) {
      const stands = line.socket !== null && sockets.has(line.socket);
      if (stands && performance.now() < line.keptUntilMs) return line;
      line.socket?.end();
    }
    return null;
  };

  return {
    get opened() {
      return opened;
    },
    send(exchange) {
      const kept = reuse();
      const line = kept ?? { socket: null, exchange, stands: false, unsent: null, keptUntilMs: 0 };
      line.exchange = exchange;
      lines.set(exchange, line);
      if (kept !== null) return write(line, exchange.request);
      const options = { hostname, port, socket: handlers, data: line, ...(tls && { tls }) };
      Bun.connect(options).catch((error: Error) => lose(line, error));
    },
    drop(exchange) {
      const line = lines.get(exchange);
      if (line === undefined) return true; // it has ended
      free(line);
      line.socket?.terminate();
      return line.stands;
    },
    close() {
      for (const socket of sockets) socket.terminate();
    },
  };
}
