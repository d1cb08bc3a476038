import type { Socket, SocketHandler, TLSOptions } from "bun";
import type { AnswerReader } from "./answer.ts";
import { descriptorLimit, outOfDescriptors } from "./descriptors.ts";

/** One request and its answer. Exactly one of `done` and `lost` is called, unless the exchange is dropped. */
export interface Exchange {
  readonly request: Uint8Array;
  readonly answer: AnswerReader;
  /** Called when a new connection has been established for the exchange. */
  connected(): void;
  done(): void;
  /** True if its connection may carry another exchange afterwards. */
  readonly keepAlive: boolean;
  /** Called when the connection has failed. */
  lost(error: Error, loss: Loss): void;
}

/**
 * When a connection failed: before it was established, without a descriptor for it, when it was reused and before a byte
 * of the answer, or after the request was sent.
 */
export type Loss = "unconnected" | "no descriptor" | "stale" | "sent";

/** Connections to one target. An idle connection is reused. If none is idle, a new one is opened, without a limit. */
export interface ConnectionPool {
  /** Connections established so far. */
  readonly opened: number;
  send(exchange: Exchange): void;
  /** Closes the connection of an exchange; returns false if the connection was not established. */
  drop(exchange: Exchange): boolean;
  close(): void;
}

/** The address to connect to. If `tls` is null, the connection is plain TCP. */
export interface Address {
  readonly hostname: string;
  readonly port: number;
  readonly tls: TLSOptions | null;
}

interface Connection {
  socket: Socket<Connection> | null;
  /** null while the connection is idle. */
  exchange: Exchange | null;
  /** True after the connect and the TLS handshake. */
  established: boolean;
  /** True if the exchange is not the first of the connection, and no byte of its answer has arrived. */
  stale: boolean;
  /** Bytes that did not fit into the buffer of the socket. */
  unsent: Uint8Array | null;
  /** Time until which the idle connection can be reused, milliseconds of performance.now. */
  idleUntilMs: number;
}

interface PoolState {
  readonly busy: Map<Exchange, Connection>;
  readonly sockets: Set<Socket<Connection>>;
  readonly idle: Connection[];
  opened: number;
}

/** A connection this close to the server's idle timeout is not reused, because the server may be closing it already. */
const IDLE_MARGIN_MS = 1000;

/**
 * Opens a pool of HTTP/1.1 connections to `address`; it connects at the first `send`.
 *
 * @example
 * const pool = openConnectionPool({ hostname: "127.0.0.1", port: 9091, tls: null });
 * pool.send({ request, answer, connected() {}, done: () => pool.close(), lost: log });
 */
export function openConnectionPool({ hostname, port, tls }: Address): ConnectionPool {
  descriptorLimit(); // read while there is a descriptor left
  const pool: PoolState = { busy: new Map(), sockets: new Set(), idle: [], opened: 0 };
  const socket = socketHandlers(pool, tls !== null);
  return {
    get opened() {
      return pool.opened;
    },
    send(exchange) {
      const idle = takeIdle(pool);
      const connection = idle ?? newConnection();
      connection.exchange = exchange;
      pool.busy.set(exchange, connection);
      if (idle !== null) {
        idle.stale = true;
        return write(idle, exchange.request);
      }
      Bun.connect({ hostname, port, socket, data: connection, ...(tls && { tls }) }).catch(
        (error: Error) => lose(pool, connection, error),
      );
    },
    drop(exchange) {
      const connection = pool.busy.get(exchange);
      if (connection === undefined) return true; // the exchange has ended
      release(pool, connection);
      connection.socket?.terminate();
      return connection.established;
    },
    close() {
      for (const each of pool.sockets) each.terminate();
    },
  };
}

function newConnection(): Connection {
  return {
    socket: null,
    exchange: null,
    established: false,
    stale: false,
    unsent: null,
    idleUntilMs: 0,
  };
}

function socketHandlers(pool: PoolState, secure: boolean): SocketHandler<Connection> {
  return {
    open(socket) {
      socket.data.socket = socket;
      pool.sockets.add(socket);
      socket.setNoDelay(true);
      if (!secure) establish(pool, socket.data);
    },
    handshake({ data: connection }, success, error) {
      if (success) establish(pool, connection);
      else lose(pool, connection, error ?? new Error("the TLS handshake failed"));
    },
    data: ({ data: connection }, read) => take(pool, connection, read),
    drain({ data: connection }) {
      if (connection.unsent !== null) write(connection, connection.unsent);
    },
    close(socket, error) {
      pool.sockets.delete(socket);
      const { data: connection } = socket;
      if (connection.exchange?.answer.close() === true) complete(pool, connection);
      else lose(pool, connection, error ?? new Error("the connection ended early"));
    },
    error: ({ data: connection }, error) => lose(pool, connection, error),
  };
}

function establish(pool: PoolState, connection: Connection): void {
  connection.established = true;
  pool.opened++;
  const { exchange, socket } = connection;
  exchange?.connected();
  if (exchange === null)
    socket?.terminate(); // the exchange was dropped while the socket connected
  else write(connection, exchange.request);
}

function write(connection: Connection, bytes: Uint8Array): void {
  const written = Math.max(0, connection.socket?.write(bytes) ?? 0);
  connection.unsent = written < bytes.length ? bytes.subarray(written) : null;
}

function take(pool: PoolState, connection: Connection, read: Uint8Array): void {
  const { exchange } = connection;
  connection.stale = false;
  try {
    if (exchange === null)
      connection.socket?.terminate(); // the server sent bytes without a request
    // A hook that got these bytes may have dropped the exchange.
    else if (exchange.answer.push(read) && connection.exchange === exchange)
      complete(pool, connection);
  } catch (error) {
    lose(pool, connection, error instanceof Error ? error : new Error(String(error)));
  }
}

function complete(pool: PoolState, connection: Connection): void {
  const exchange = release(pool, connection);
  if (exchange === null) return;
  if (exchange.answer.reusable && exchange.keepAlive && connection.unsent === null) {
    connection.idleUntilMs = performance.now() + exchange.answer.idleTimeoutMs - IDLE_MARGIN_MS;
    pool.idle.push(connection);
  } else connection.socket?.end();
  exchange.done();
}

function lose(pool: PoolState, connection: Connection, error: Error): void {
  release(pool, connection)?.lost(error, lossOf(pool, connection));
  connection.socket?.terminate();
}

function lossOf(pool: PoolState, connection: Connection): Loss {
  if (connection.established) return connection.stale ? "stale" : "sent";
  return outOfDescriptors(pool.sockets.size) ? "no descriptor" : "unconnected";
}

/** Detaches the exchange from its connection; returns the exchange. */
function release(pool: PoolState, connection: Connection): Exchange | null {
  const { exchange } = connection;
  connection.exchange = null;
  if (exchange !== null) pool.busy.delete(exchange);
  return exchange;
}

/** Returns the idle connection that was used last, because its idle timeout ends last. */
function takeIdle(pool: PoolState): Connection | null {
  for (let each = pool.idle.pop(); each !== undefined; each = pool.idle.pop()) {
    const open = each.socket !== null && pool.sockets.has(each.socket);
    if (open && performance.now() < each.idleUntilMs) return each;
    each.socket?.end();
  }
  return null;
}
