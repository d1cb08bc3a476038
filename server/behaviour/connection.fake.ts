import { connect, type Socket } from "node:net";

/** An answer on a plain connection, as it was sent. */
export interface RawAnswer {
  /** The status line and the header fields. */
  readonly head: string;
  /** The body with its framing. */
  readonly body: string;
}

/** Sends `request` over a connection of its own. Resolves when the server closes the connection; rejects if it is reset. */
export function exchange(port: number, request: string): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const socket = connect(port, "127.0.0.1", () => socket.write(request));
  let received = "";
  socket.on("data", (bytes) => (received += bytes.toString("latin1")));
  socket.on("end", () => resolve(split(received)));
  socket.on("error", reject);
  return promise;
}

/** A connection that carries one request after the other. */
export interface KeptConnection {
  /** What the server has sent since the last request. */
  readonly received: string;
  /** Sends `request` and waits for the whole answer. Resolves to null if the connection ends before it. */
  ask(request: string): Promise<RawAnswer | null>;
  close(): void;
}

/** Opens a connection to the server at `port`. Rejects with the system's error if there is none. */
export async function openConnection(port: number): Promise<KeptConnection> {
  const socket = await connected(port);
  let received = "";
  let isClosed = false;
  let settle = (): void => {};
  socket.on("data", (bytes) => {
    received += bytes.toString("latin1");
    settle();
  });
  socket.on("error", () => {}); // "close" follows
  socket.on("close", () => {
    isClosed = true;
    settle();
  });
  return {
    get received() {
      return received;
    },
    ask(request) {
      const { promise, resolve } = Promise.withResolvers<RawAnswer | null>();
      received = "";
      settle = () => {
        if (isWhole(received)) resolve(split(received));
        else if (isClosed) resolve(null);
      };
      socket.write(request);
      settle();
      return promise;
    },
    close: () => socket.destroy(),
  };
}

function connected(port: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect(port, "127.0.0.1", () => resolve(socket));
  socket.once("error", reject);
  return promise;
}

/** Returns whether `received` is a whole answer with a Content-Length or in chunks. */
function isWhole(received: string): boolean {
  const { head, body } = split(received);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return length === undefined ? body.endsWith("\r\n0\r\n\r\n") : body.length === Number(length);
}

function split(received: string): RawAnswer {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return { head: received, body: "" };
  return { head: received.slice(0, end), body: received.slice(end + 4) };
}
