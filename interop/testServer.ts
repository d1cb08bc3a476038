import { z } from "zod";
import { requestSpeech } from "./client.ts";

/** The server with default settings that the client cases test. */
export interface TestServer {
  readonly url: string;
  /** Starts another server with the settings `env`. */
  start(env: Readonly<Record<string, string>>): Promise<Started>;
}

interface Started {
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Runs `work` against another server with the settings `env`. */
export async function withSettings<T>(
  testServer: TestServer,
  env: Readonly<Record<string, string>>,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const server = await testServer.start(env);
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/** Settings that admit one request at a time and refuse others. */
export const ONE_AT_A_TIME = { MAX_IN_FLIGHT: "1", MAX_QUEUE: "0", MAX_INPUT_CHARS: "1000000" };

/** Occupies a server's only slot, with a long file, until `release` is called. */
export async function occupy(url: string): Promise<{ release(): Promise<void> }> {
  const input = "This sentence is one of many. ".repeat(10_000);
  const { abort, answer } = requestSpeech(url, { input, stream: false });
  const ended = answer.catch(() => {}); // `release` aborts the request
  await untilInFlight(url, 1);
  return {
    async release() {
      abort();
      await ended;
      await untilInFlight(url, 0);
    },
  };
}

const IN_FLIGHT_TIMEOUT_MS = 10_000;

const ready = z.object({ in_flight: z.number() });

/** Waits until /ready reports `count` requests in flight. Throws an Error after 10 s. */
export async function untilInFlight(url: string, count: number): Promise<void> {
  const deadline = performance.now() + IN_FLIGHT_TIMEOUT_MS;
  for (;;) {
    const { in_flight: inFlight } = ready.parse(await (await fetch(`${url}/ready`)).json());
    if (inFlight === count) return;
    if (performance.now() > deadline)
      throw new Error(
        `${inFlight} requests are in flight after ${IN_FLIGHT_TIMEOUT_MS / 1000} s, not ${count}`,
      );
    await Bun.sleep(2);
  }
}
