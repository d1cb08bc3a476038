import { createServer, type Socket } from "node:net";

/** A loopback server of known behaviour, for tests. */
export interface FakeServer {
  readonly url: string;
  /** Maximum number of open connections. */
  readonly peak: number;
  /** Heads of the requests in order of arrival. */
  readonly heads: readonly string[];
  /** Bodies of the requests in order of arrival. */
  readonly bodies: readonly string[];
  close(): void;
}

/** Starts a server that calls `answer` with the socket of each request. `answer` writes raw bytes, so it can violate HTTP. */
export async function fakeServer(
  answer: (socket: Socket, index: number) => void,
): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const heads: string[] = [];
  const bodies: string[] = [];
  let peak = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    peak = Math.max(peak, sockets.size);
    let text = "";
    socket.on("data", (read) => {
      text += read.toString("latin1"); // one character per byte, because Content-Length counts bytes
      for (let body = completeBody(text); body !== null; body = completeBody(text)) {
        heads.push(text.slice(0, text.indexOf("\r\n\r\n")));
        text = text.slice(body.end);
        answer(socket, bodies.push(Buffer.from(body.text, "latin1").toString()) - 1);
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    get peak() {
      return peak;
    },
    heads,
    bodies,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function completeBody(text: string): { text: string; end: number } | null {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
  const end = headEnd + 4 + length;
  return text.length < end ? null : { text: text.slice(headEnd + 4, end), end };
}

/** Writes a complete answer with Content-Length. */
export function answerWith(
  socket: Socket,
  body: Uint8Array | string,
  { status = 200, type = "audio/wav", headers = "" } = {},
): void {
  socket.write(
    `HTTP/1.1 ${status} X\r\n${headers}Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
  );
  socket.write(body);
}

/** Begins a chunked answer. `writeChunk` adds a chunk; an empty chunk ends the answer. */
export function beginChunked(socket: Socket, type = "audio/wav"): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`);
}

export function writeChunk(socket: Socket, bytes: Uint8Array): void {
  socket.write(Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, CRLF]));
}

const CRLF = Buffer.from("\r\n");

interface WavOptions {
  readonly rateHz?: number;
  readonly channels?: number;
  readonly bits?: number;
  /** Data size that the header declares; default: `dataBytes`. */
  readonly declared?: number;
  /** True to add a LIST chunk of odd length before the data. */
  readonly list?: boolean;
}

/** Returns a WAV header for `dataBytes` of PCM. */
export function wavHead(dataBytes: number, options: WavOptions = {}): Buffer {
  const { rateHz = 24_000, channels = 1, bits = 16, declared = dataBytes, list = false } = options;
  const frame = (channels * bits) / 8;
  const fmt = Buffer.alloc(24);
  fmt.write("fmt ");
  fmt.writeUInt32LE(16, 4);
  fmt.writeUInt16LE(1, 8);
  fmt.writeUInt16LE(channels, 10);
  fmt.writeUInt32LE(rateHz, 12);
  fmt.writeUInt32LE(rateHz * frame, 16);
  fmt.writeUInt16LE(frame, 20);
  fmt.writeUInt16LE(bits, 22);
  const sized = (id: string, size: number) => {
    const head = Buffer.alloc(8);
    head.write(id);
    head.writeUInt32LE(size >>> 0, 4);
    return head;
  };
  const extra = list ? Buffer.concat([sized("LIST", 5), Buffer.from("INFOx\0")]) : Buffer.alloc(0);
  const rest = Buffer.concat([Buffer.from("WAVE"), fmt, extra, sized("data", declared)]);
  return Buffer.concat([
    sized("RIFF", declared === dataBytes ? rest.length + declared : declared),
    rest,
  ]);
}

/** Returns a loud tone of `ms` milliseconds as 16-bit PCM. */
export function tone(ms: number, rateHz = 24_000, channels = 1): Buffer {
  const frames = Math.round((ms * rateHz) / 1000);
  const samples = new Int16Array(frames * channels);
  for (let index = 0; index < samples.length; index++) {
    samples[index] = 8000 * Math.sin((2 * Math.PI * 440 * Math.floor(index / channels)) / rateHz);
  }
  return Buffer.from(samples.buffer);
}

/** Returns a complete WAV file of a tone. */
export function wavTone(ms: number, options: WavOptions = {}): Buffer {
  const pcm = tone(ms, options.rateHz, options.channels);
  return Buffer.concat([wavHead(pcm.length, options), pcm]);
}

/** Returns a handler that answers after `serviceMs` with a tone of `audioMs`, for any number of requests at once. */
export function after(serviceMs: number, audioMs = 1000) {
  return (socket: Socket) => void setTimeout(() => answerWith(socket, wavTone(audioMs)), serviceMs);
}

/** Returns a handler like `after` that serves one request at a time, so at most 1000 / serviceMs requests per second. */
export function oneAtATime(serviceMs: number, audioMs = 1000) {
  let freeMs = 0;
  return (socket: Socket) => {
    freeMs = Math.max(freeMs, performance.now()) + serviceMs;
    setTimeout(() => answerWith(socket, wavTone(audioMs)), freeMs - performance.now());
  };
}
