import { connect } from "node:net";

type Body = Readonly<Record<string, unknown>>;

const TEXT = "The quick brown fox jumps over the lazy dog, and the lazy dog does not mind at all. ";

/** Load on the server until `signal` aborts. Resolves when all of it has ended. */
export type Load = (url: string, signal: AbortSignal) => Promise<void>;

/** Sends `perSecond` live requests of `sentences` sentences regardless of answers, and reads the answers at once. */
export function openLoop(perSecond: number, sentences: number, body: Body = {}): Load {
  return async (url, signal) => {
    const running = new Set<Promise<void>>();
    while (!signal.aborted) {
      const one = speak(url, { input: TEXT.repeat(sentences), ...body }, signal);
      running.add(one);
      void one.finally(() => running.delete(one));
      await Bun.sleep(1000 / perSecond);
    }
    await Promise.all(running);
  };
}

async function speak(url: string, body: Body, signal: AbortSignal): Promise<void> {
  try {
    const response = await fetch(`${url}/v1/audio/speech`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ response_format: "pcm", ...body }),
      signal,
    });
    await response.bytes();
  } catch {
    // Broken answers and refused connections belong to the trial.
  }
}

/** Opens `perSecond` connections that ask for a long text and never read. */
export function deafClients(perSecond: number, body: Body): Load {
  return async (url, signal) => {
    const { hostname, port } = new URL(url);
    const sockets = new Set<ReturnType<typeof connect>>();
    while (!signal.aborted) {
      const text = JSON.stringify({ input: TEXT.repeat(200), response_format: "wav", ...body });
      const socket = connect(Number(port), hostname).pause();
      socket.on("error", () => {});
      socket.write(
        `POST /v1/audio/speech HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
      );
      sockets.add(socket);
      await Bun.sleep(1000 / perSecond);
    }
    for (const socket of sockets) socket.destroy();
  };
}

/** Both loads at once. */
export function together(...loads: readonly Load[]): Load {
  return async (url, signal) => void (await Promise.all(loads.map((load) => load(url, signal))));
}

/** No load. */
export const idle: Load = async () => {};
