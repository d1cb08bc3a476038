import { ask } from "./client.ts";

/** What a client's case gets: a server with its defaults, and others with settings of their own. */
export interface House {
  readonly url: string;
  start(env: Readonly<Record<string, string>>): Promise<Started>;
}

interface Started {
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Runs `work` against a server with settings of its own. */
export async function withSettings<T>(
  house: House,
  env: Readonly<Record<string, string>>,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const server = await house.start(env);
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/** Settings under which one request at a time is served and every other one refused. */
export const ONE_AT_A_TIME = { MAX_IN_FLIGHT: "1", MAX_QUEUE: "0", MAX_INPUT_CHARS: "1000000" };

/** Takes a server's only place until `leave` is called: a file that takes long to make. */
export async function occupy(url: string): Promise<{ leave(): Promise<void> }> {
  const input = "This sentence is one of many. ".repeat(10_000);
  const { leave, answer } = ask(url, { input, stream: false });
  const gone = answer.catch(() => {}); // it leaves
  await untilInFlight(url, 1);
  return {
    async leave() {
      leave();
      await gone;
      await untilInFlight(url, 0);
    },
  };
}

const IN_FLIGHT_LIMIT_MS = 10_000;

/** Waits until /ready tells so many requests in flight; throws when it does not come to that. */
export async function untilInFlight(url: string, count: number): Promise<void> {
  const deadline = performance.now() + IN_FLIGHT_LIMIT_MS;
  for (;;) {
    const ready = (await (await fetch(`${url}/ready`)).json()) as { in_flight: number };
    if (ready.in_flight === count) return;
    if (performance.now() > deadline)
      throw new Error(`${ready.in_flight} in flight after ${IN_FLIGHT_LIMIT_MS / 1000} s`);
    await Bun.sleep(2);
  }
}
