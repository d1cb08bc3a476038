import type { ServerWebSocket } from "bun";

/** A reply as the fake server sees it: what the client sends of it, and functions that answer in its protocol. */
export interface FakeReply {
  /** The x-request-id of its connection. */
  readonly connection: string;
  /** All text that has come. */
  readonly text: string;
  /** Instants at which tokens came, milliseconds since 1970 by the monotonic clock. */
  readonly tokensMs: readonly number[];
  /** Resolves when the client has sent everything. */
  readonly finished: Promise<void>;
  /** Resolves when the client cancels the reply, or closes its connection. */
  readonly cancelled: Promise<void>;
  audio(bytes: Uint8Array, times?: FakeTimes): void;
  /** Ends the reply, or acknowledges its cancellation. */
  end(): void;
  /** Sends a message as it is. */
  raw(message: string | Uint8Array): void;
  close(code: number, reason: string): void;
}

interface FakeTimes {
  readonly texts: readonly string[];
  readonly startsMs: readonly number[];
}

interface FakeOptions {
  /** Returns the answer instead of the upgrade, or instead of sound; null: the reply begins. */
  readonly refuse?: (request: Request) => Response | null;
  /** Returns the requests in flight, which /ready tells; absent: there is no /ready. */
  readonly inFlight?: () => number;
  /** Content-Type of the sound over HTTP. */
  readonly type?: string;
  /** Called for each socket that has opened. */
  readonly opened?: (socket: Pick<Socket, "send" | "close">) => void;
}

type Socket = ServerWebSocket<Session>;

interface Session {
  readonly protocol: "multi" | "single" | "deepgram" | "vllm";
  readonly connection: string;
  readonly replies: Map<string, Incoming>;
  /** Number of Deepgram's and vllm-omni's replies. */
  count: number;
}

/** A reply with the functions that take what the client sends. */
interface Incoming extends FakeReply {
  take(text: string): void;
  finish(): void;
  cancel(): void;
  /** True when the next token begins another reply. */
  isOver: boolean;
}

/**
 * Starts a server of every protocol on loopback. `script` is called with each reply when its first token has come.
 *
 * @example
 * const server = createTalkServer(async (reply) => {
 *   await reply.finished;
 *   reply.audio(tone(500));
 *   reply.end();
 * });
 */
export function createTalkServer(
  script: (reply: FakeReply) => unknown,
  { refuse, inFlight, type = "audio/pcm", opened }: FakeOptions = {},
) {
  const requests: Request[] = [];
  const messages: string[] = [];
  const server = Bun.serve<Session>({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request, server) {
      const { pathname } = new URL(request.url);
      if (pathname === "/ready" && inFlight !== undefined)
        return Response.json({ in_flight: inFlight() });
      if (pathname === "/ready" || pathname === "/metrics")
        return new Response("", { status: 404 });
      requests.push(request);
      const refusal = refuse?.(request) ?? null;
      if (refusal !== null) return refusal;
      if (request.method === "POST")
        return speech((await request.json()) as Sentence, { script, type });
      const connection = request.headers.get("x-request-id") ?? "";
      const protocol = protocolOf(pathname);
      const data: Session = { protocol, connection, replies: new Map(), count: 0 };
      return server.upgrade(request, { data }) ? undefined : new Response("", { status: 400 });
    },
    websocket: {
      open: (socket) => opened?.(socket),
      message(socket, message) {
        messages.push(String(message));
        receive(socket, JSON.parse(String(message)), script);
      },
      close(socket) {
        for (const reply of socket.data.replies.values()) reply.cancel();
      },
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    /** Requests and handshakes in order of arrival, without those of /ready. */
    requests,
    /** Messages of all sockets in order of arrival. */
    messages,
    close: () => void server.stop(true),
  };
}

function protocolOf(path: string): Session["protocol"] {
  if (path.endsWith("/multi-stream-input")) return "multi";
  if (path.endsWith("/stream-input")) return "single";
  return path.endsWith("/speak") ? "deepgram" : "vllm";
}

type Fields = Readonly<Record<string, unknown>>;

function receive(socket: Socket, fields: Fields, script: (reply: FakeReply) => unknown): void {
  const { protocol, replies } = socket.data;
  const id = protocol === "multi" ? String(fields["context_id"]) : String(socket.data.count);
  const isEnd =
    fields["type"] === "Flush" || fields["type"] === "input.done" || fields["flush"] === true;
  const isCancel = fields["type"] === "Clear" || fields["close_context"] === true;
  const { text } = fields;
  if (isEnd || (protocol === "single" && text === "")) return replies.get(id)?.finish();
  if (isCancel) return replies.get(id)?.cancel();
  const known = replies.get(id);
  // The first text of ElevenLabs is a lone space, which only opens the reply.
  if (typeof text !== "string" || (text === " " && known === undefined && protocol !== "vllm"))
    return;
  if (known !== undefined && !known.isOver) return known.take(text);
  const next = protocol === "multi" ? id : String(++socket.data.count);
  const reply = incoming(socket, next);
  replies.set(next, reply);
  reply.take(text);
  script(reply);
}

function incoming(socket: Socket, id: string): Incoming {
  const [finished, cancelled] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const tokensMs: number[] = [];
  let [text, isFinished, isClosed] = ["", false, false];
  const { protocol, connection } = socket.data;
  const json = (fields: object): void => void socket.send(JSON.stringify(fields));
  const reply: Incoming = {
    connection,
    get text() {
      return text;
    },
    tokensMs,
    finished: finished.promise,
    cancelled: cancelled.promise,
    isOver: false,
    take(token) {
      tokensMs.push(performance.timeOrigin + performance.now());
      text += token;
    },
    finish() {
      isFinished = true;
      finished.resolve();
    },
    // ElevenLabs' clients close each context after its last flush, which cancels nothing.
    cancel() {
      if (protocol === "multi" && isFinished && !isClosed) {
        isClosed = true;
        return;
      }
      isClosed = true;
      cancelled.resolve();
    },
    audio(bytes, times) {
      if (protocol === "deepgram" || protocol === "vllm") {
        socket.send(bytes);
        return;
      }
      const alignment = times && {
        chars: times.texts,
        charStartTimesMs: times.startsMs,
        charDurationsMs: times.startsMs.map(() => 0),
      };
      json({
        audio: Buffer.from(bytes).toString("base64"),
        contextId: id,
        alignment,
        isFinal: null,
      });
    },
    end() {
      reply.isOver = true;
      const isCleared = protocol === "deepgram" && isClosed;
      if (protocol === "deepgram")
        json({ type: isCleared ? "Cleared" : "Flushed", sequence_id: 0 });
      else if (protocol === "vllm") json({ type: "session.done", total_sentences: 1 });
      else json({ audio: null, isFinal: true, contextId: id });
      if (protocol === "single") socket.close(1000);
    },
    raw: (message) => void socket.send(message),
    close: (code, reason) => socket.close(code, reason),
  };
  return reply;
}

/** A request for one sentence. */
interface Sentence {
  readonly input: string;
}

/** Answers one sentence over HTTP. */
function speech(
  body: Sentence,
  { script, type }: { readonly script: (reply: FakeReply) => unknown; readonly type: string },
): Response {
  const cancelled = Promise.withResolvers<void>();
  const stream = new ReadableStream({
    type: "direct",
    async pull(controller: ReadableStreamDirectController) {
      const ended = Promise.withResolvers<void>();
      script({
        connection: "",
        text: body.input,
        tokensMs: [performance.timeOrigin + performance.now()],
        finished: Promise.resolve(),
        cancelled: cancelled.promise,
        audio(bytes) {
          void controller.write(bytes);
          void controller.flush();
        },
        end: () => ended.resolve(),
        raw(message) {
          void controller.write(message);
          void controller.flush();
        },
        close: () => ended.resolve(),
      });
      await Promise.race([ended.promise, cancelled.promise]);
      controller.close();
    },
    cancel: () => cancelled.resolve(),
  });
  return new Response(stream, { headers: { "content-type": type } });
}
