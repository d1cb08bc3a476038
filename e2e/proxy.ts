/** How the proxy treats speech that is streamed: passes it on, holds its end until `release`, or cuts it. */
type Mode = "pass" | "hold" | "cut";

/** A proxy that serves another server below `/tts/`, as in front of many services. */
export interface Proxy {
  /** Address of the playground behind the proxy. */
  readonly url: string;
  mode: Mode;
  /** Lets go the end of the answers that are held. */
  release(): void;
  stop(): Promise<void>;
}

const PREFIX = "/tts";
/** The event that ends an answer. */
const END = "event: speech.audio.done";

interface SocketData {
  readonly url: string;
  readonly protocols: string[];
  target?: WebSocket;
  early: (string | Buffer<ArrayBuffer>)[];
}

export function openProxy(target: string): Proxy {
  let released = Promise.withResolvers<void>();
  const proxy: Proxy = {
    url: "",
    mode: "pass",
    release() {
      released.resolve();
      released = Promise.withResolvers<void>();
    },
    stop: () => server.stop(true),
  };
  const server = Bun.serve<SocketData>({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request, server) {
      const { pathname, search } = new URL(request.url);
      if (!pathname.startsWith(`${PREFIX}/`)) return new Response("outside", { status: 404 });
      const url = `${target}${pathname.slice(PREFIX.length)}${search}`;
      if (request.headers.get("upgrade") === "websocket") {
        const protocols = request.headers.get("sec-websocket-protocol")?.split(/, */) ?? [];
        const headers = protocols[0] ? { "sec-websocket-protocol": protocols[0] } : {};
        const data: SocketData = { url: url.replace("http", "ws"), protocols, early: [] };
        return server.upgrade(request, { data, headers })
          ? undefined
          : new Response(null, { status: 426 });
      }
      const { method, headers, signal } = request;
      const body = method === "POST" ? await request.bytes() : null;
      const response = await fetch(url, { method, headers, body, signal });
      const isSpeech = response.headers.get("content-type")?.startsWith("text/event-stream");
      if (proxy.mode === "pass" || !isSpeech || method !== "POST") return response;
      return new Response(streamOf(ended(response.body!, proxy.mode, released.promise)), response);
    },
    websocket: {
      open(socket) {
        const upstream = new WebSocket(socket.data.url, socket.data.protocols);
        socket.data.target = upstream;
        upstream.addEventListener("open", () => {
          for (const message of socket.data.early) upstream.send(message);
        });
        upstream.addEventListener("message", ({ data }) => void socket.send(data));
        upstream.addEventListener("close", () => socket.close());
      },
      message({ data }, message) {
        if (data.target?.readyState === WebSocket.OPEN) data.target.send(message);
        else data.early.push(message);
      },
      close: ({ data }) => data.target?.close(),
    },
  });
  return Object.assign(proxy, { url: `http://127.0.0.1:${server.port}${PREFIX}/` });
}

/** Makes a body of a generator; the DOM library does not know that Bun takes one as it is. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void chunks.return(undefined),
  });
}

/** Passes a body on until its last event, which it holds, or does not send. */
async function* ended(
  body: ReadableStream<Uint8Array>,
  mode: Exclude<Mode, "pass">,
  released: Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    const end = new TextDecoder("latin1").decode(chunk).indexOf(END);
    if (end < 0) {
      yield chunk;
      continue;
    }
    yield chunk.subarray(0, end);
    if (mode === "cut") return;
    await released;
    yield chunk.subarray(end);
  }
}
