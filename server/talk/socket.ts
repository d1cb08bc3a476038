import type { ServerWebSocket, WebSocketHandler } from "bun";
import { CLOSE_MS, type TalkSocket } from "./sender.ts";
import type { Session } from "./session.ts";

/** Longest message of a client, bytes. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Longest message that is read at all. Bun cuts the connection at a longer one, without a close code. */
const MAX_READ_BYTES = 4 * MAX_MESSAGE_BYTES;
const TOO_BIG = 1009;
/** A close frame's reason has at most 123 bytes (RFC 6455); a character that is cut becomes one of 3 bytes. */
const MAX_REASON_BYTES = 120;

/** What belongs to a connection: how its session is opened, and the session. */
export interface SocketData {
  readonly open: (socket: TalkSocket) => Session;
  session?: Session;
}

type Socket = ServerWebSocket<SocketData>;

function socketOf(ws: Socket): TalkSocket {
  return {
    send: (message) => void ws.send(message),
    unsentBytes: () => ws.getBufferedAmount(),
    close(code, reason) {
      ws.close(code, Buffer.from(reason).toString("utf8", 0, MAX_REASON_BYTES));
      setTimeout(() => ws.terminate(), CLOSE_MS).unref();
    },
  };
}

/** The handlers of all sockets, for `Bun.serve`. The server has timeouts of its own, so that Bun's idle timeout is off. */
export const sockets: WebSocketHandler<SocketData> = {
  maxPayloadLength: MAX_READ_BYTES,
  idleTimeout: 0,
  open(ws) {
    ws.data.session = ws.data.open(socketOf(ws));
  },
  message(ws, message) {
    if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) {
      ws.data.session?.left();
      ws.close(TOO_BIG, `a message has at most ${MAX_MESSAGE_BYTES} bytes`);
    } else ws.data.session?.receive(message);
  },
  drain: (ws) => ws.data.session?.drained(),
  close: (ws) => ws.data.session?.left(),
};
