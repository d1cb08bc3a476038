import { createServer, type Socket } from "node:net";
import { messageOf } from "../../src/message.ts";
import type { Deps } from "../deps.ts";
import { toSpeechError } from "../errors.ts";
import { CLOSE_MS, type TalkSocket } from "../talk/sender.ts";
import { openSession } from "../talk/session.ts";
import { encodeEvent } from "./event.ts";
import { readEvents } from "./eventReader.ts";
import { infoEvent } from "./info.ts";
import { wyomingSettings, wyomingVoice } from "./settings.ts";
import { errorEvent, wyomingWire } from "./wire.ts";

/** Admission's key of all clients: the protocol has none. */
const KEY = "wyoming";

/** The TCP server of the Wyoming protocol. */
export interface WyomingServer {
  readonly port: number;
  /** Number of open connections. */
  readonly connections: number;
  /** Cuts all connections and stops to listen. */
  close(): Promise<void>;
}

/** Starts to listen. Throws the error of the system if that fails. */
export async function openWyoming(
  { host, port }: { readonly host: string; readonly port: number },
  deps: Deps,
): Promise<WyomingServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    void serve(socket, deps);
  });
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen(port, host, listening.resolve);
  await listening.promise;
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    get connections() {
      return sockets.size;
    },
    close() {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
      return promise;
    },
  };
}

/** Serves a connection until the client leaves it. */
async function serve(socket: Socket, deps: Deps): Promise<void> {
  if (deps.drain.draining) return void socket.destroy();
  const { catalogue } = deps;
  const session = openSession(
    {
      wire: wyomingWire({
        info: infoEvent(catalogue),
        settingsOf: (voice) => wyomingVoice(voice, catalogue),
      }),
      settings: wyomingSettings(deps),
      socket: talkSocketOf(socket),
      key: KEY,
      record: { id: crypto.randomUUID(), route: "wyoming" },
    },
    deps,
  );
  socket.on("drain", session.drained);
  socket.once("close", session.left);
  socket.on("error", () => {}); // "close" follows
  try {
    // The socket outlives the reading, so that an error can still be told.
    const bytes = socket.iterator({ destroyOnReturn: false });
    for await (const received of readEvents(bytes)) session.receive(JSON.stringify(received));
  } catch (error) {
    if (!socket.destroyed) {
      const { code } = toSpeechError(error);
      socket.end(encodeEvent(errorEvent(messageOf(error), code)));
    }
  } finally {
    session.left();
    socket.destroySoon();
  }
}

function talkSocketOf(socket: Socket): TalkSocket {
  return {
    send: (message) => void (socket.writable && socket.write(message)),
    unsentBytes: () => socket.writableLength,
    close() {
      socket.end();
      const timer = setTimeout(() => socket.destroy(), CLOSE_MS);
      socket.once("close", () => clearTimeout(timer));
    },
  };
}
