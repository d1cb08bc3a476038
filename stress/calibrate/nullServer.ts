import type { Socket } from "bun";
import { epochMs } from "../load/time.ts";
import type { NullReport } from "./nullServerProcess.ts";

/**
 * A process that answers at once, in paced pieces, or after a delay, and records arrivals and writes on its own clock.
 * Its own delays would count as errors of the tester, so it uses raw TCP instead of an HTTP library.
 *
 *   POST /whole/…                  100 ms of audio of known length
 *   POST /paced/PIECE_MS/COUNT/…   COUNT pieces of PIECE_MS of audio, one every PIECE_MS, at a random phase
 *   POST /held/MS/…                one piece, and the end after MS milliseconds
 */
interface Connection {
  text: string;
  /** Bytes that did not fit into the buffer of the socket. */
  unsent: Uint8Array[];
}

interface Stream {
  readonly socket: Socket<Connection>;
  readonly stampsMs: number[];
  readonly piece: Uint8Array;
  remaining: number;
}

const RATE_HZ = 24_000;
const report: { arrivals: [string, number][]; pieces: [string, number[]][]; peak: number } = {
  arrivals: [],
  pieces: [],
  peak: 0,
};
/** Streams by the length of their pieces, then by phase: the millisecond of the period in which they get a piece. */
const wheels = new Map<number, Set<Stream>[]>();
const pieces = new Map<number, Uint8Array>();
let held = 0;

const server = Bun.listen<Connection>({
  hostname: "127.0.0.1",
  port: 0,
  socket: {
    open: (socket) => void (socket.data = { text: "", unsent: [] }),
    data(socket, bytes) {
      const connection = socket.data;
      connection.text += bytes.toString("latin1");
      for (let end = requestEnd(connection.text); end > 0; end = requestEnd(connection.text)) {
        answer(socket, connection.text);
        connection.text = connection.text.slice(end);
      }
    },
    drain(socket) {
      const { unsent } = socket.data;
      for (let next = unsent.shift(); next !== undefined; next = unsent.shift()) {
        const written = socket.write(next);
        if (written === next.length) continue;
        unsent.unshift(next.subarray(Math.max(0, written)));
        return;
      }
    },
    close: forget,
  },
});

function answer(socket: Socket<Connection>, request: string): void {
  const nowMs = epochMs();
  const id = /\r\nx-request-id: (\S+)/i.exec(request)?.[1] ?? "";
  report.arrivals.push([id, nowMs]);
  const [, kind, first, second] = request.slice(5, request.indexOf(" ", 5)).split("/");
  if (kind === "whole") send(socket, FIXED_ANSWER);
  else if (kind === "paced") beginPaced(socket, id, [Number(first), Number(second)]);
  else if (kind === "held") hold(socket, Number(first));
  else send(socket, NOT_FOUND);
}

function beginPaced(
  socket: Socket<Connection>,
  id: string,
  [pieceMs, count]: readonly [number, number],
): void {
  send(socket, CHUNKED_HEAD);
  const stream: Stream = { socket, stampsMs: [], piece: pieceOf(pieceMs), remaining: count };
  report.pieces.push([id, stream.stampsMs]);
  const wheel = wheels.get(pieceMs) ?? Array.from({ length: pieceMs }, () => new Set<Stream>());
  wheels.set(pieceMs, wheel);
  wheel[Math.floor(Math.random() * pieceMs)]?.add(stream);
}

function hold(socket: Socket<Connection>, ms: number): void {
  report.peak = Math.max(report.peak, ++held);
  send(socket, CHUNKED_HEAD);
  send(socket, pieceOf(100));
  setTimeout(() => {
    held--;
    send(socket, LAST_CHUNK);
  }, ms);
}

/** Next millisecond to serve. A late timer serves every millisecond that has passed. */
let tick = Math.floor(epochMs());
setInterval(() => {
  for (const nowMs = Math.floor(epochMs()); tick < nowMs; tick++) {
    for (const [pieceMs, wheel] of wheels) {
      const slot = wheel[tick % pieceMs];
      for (const stream of slot ?? []) {
        stream.stampsMs.push(epochMs());
        send(stream.socket, stream.piece);
        if (--stream.remaining > 0) continue;
        send(stream.socket, LAST_CHUNK);
        slot?.delete(stream);
      }
    }
  }
}, 1);

function forget(closed: Socket<Connection>): void {
  for (const wheel of wheels.values())
    for (const slot of wheel)
      for (const stream of slot) if (stream.socket === closed) slot.delete(stream);
}

function send(socket: Socket<Connection>, bytes: Uint8Array): void {
  const { unsent } = socket.data;
  if (unsent.length > 0) return void unsent.push(bytes);
  const written = socket.write(bytes);
  if (written < bytes.length) unsent.push(bytes.subarray(Math.max(0, written)));
}

/** Returns the offset at which the first request in `text` ends; 0 if that request is incomplete. */
function requestEnd(text: string): number {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return 0;
  const length = /content-length: (\d+)/i.exec(text)?.[1] ?? "0";
  const end = head + 4 + Number(length);
  return text.length < end ? 0 : end;
}

/** Returns a tone of `ms` milliseconds as one chunk of a chunked body. */
function pieceOf(ms: number): Uint8Array {
  const cached = pieces.get(ms);
  if (cached !== undefined) return cached;
  const audio = tone(ms);
  const framed = Buffer.concat([
    Buffer.from(`${audio.length.toString(16)}\r\n`),
    audio,
    Buffer.from("\r\n"),
  ]);
  pieces.set(ms, framed);
  return framed;
}

function tone(ms: number): Buffer {
  const samples = Int16Array.from({ length: (ms * RATE_HZ) / 1000 }, (_, index) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 440 * index) / RATE_HZ)),
  );
  return Buffer.from(samples.buffer);
}

const CHUNKED_HEAD = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: audio/pcm;rate=${RATE_HZ}\r\ntransfer-encoding: chunked\r\n\r\n`,
);
const LAST_CHUNK = Buffer.from("0\r\n\r\n");
const NOT_FOUND = Buffer.from("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
const FIXED_AUDIO = tone(100);
const FIXED_ANSWER = Buffer.concat([
  Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: audio/pcm;rate=${RATE_HZ}\r\ncontent-length: ${FIXED_AUDIO.length}\r\n\r\n`,
  ),
  FIXED_AUDIO,
]);

process.on("SIGINT", () => {}); // Ctrl-C reaches the whole process group, but only the parent may end this process
process.on("disconnect", () => process.exit(0));
process.on("message", () => {
  const sent: NullReport = { ...report };
  process.send?.(sent);
  Object.assign(report, { arrivals: [], pieces: [], peak: 0 });
});
process.send?.(server.port);
