import { z } from "zod";
import { random } from "../../fixtures/random.ts";
import { textOf } from "../texts.ts";

/**
 * Sends the load of `bench overload` from its own process, so that it does not delay the timers of the bench. `bun
 * flood.ts URL closed COUNT SECONDS` keeps COUNT requests in flight; `… open RATE SECONDS` sends RATE requests a second
 * regardless of answers. Prints one line of JSON when sending stops, and another when all requests have ended.
 */
export const floodedSchema = z.object({
  sent: z.number(),
  seconds: z.number(),
  /** Count by status; "broken" for an incomplete answer, "no answer" for a failed connection. */
  outcomes: z.record(z.string(), z.number()),
});

export type Flooded = Readonly<z.infer<typeof floodedSchema>>;

export const WORDS = 25;
const FORMATS = ["pcm", "mp3", "wav", "opus"] as const;

async function main([url = "", kind, count, forS]: readonly string[]): Promise<void> {
  const pick = random(3);
  const outcomes: Record<string, number> = {};
  let sent = 0;
  const startMs = performance.now();
  const endMs = startMs + Number(forS) * 1000;
  const seconds = (): number => (performance.now() - startMs) / 1000;
  const say = async (): Promise<void> => {
    sent += 1;
    const outcome = await ask(url, {
      input: textOf(pick(1000), WORDS),
      response_format: FORMATS[pick(FORMATS.length)],
    });
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  };
  const tell = (): void =>
    console.log(JSON.stringify({ sent, seconds: seconds(), outcomes } satisfies Flooded));
  const running = new Set<Promise<void>>();
  if (kind === "closed") {
    const client = async (): Promise<void> => {
      while (performance.now() < endMs) await say();
    };
    await Promise.all(Array.from({ length: Number(count) }, client));
  } else {
    while (performance.now() < endMs) {
      const missing = Math.ceil(seconds() * Number(count)) - sent;
      for (let index = 0; index < missing; index += 1) {
        const one = say();
        running.add(one);
        void one.finally(() => running.delete(one));
      }
      await Bun.sleep(2);
    }
  }
  tell();
  await Promise.all(running);
  tell();
}

/** Sends one request and reads the whole answer. */
async function ask(url: string, body: Readonly<Record<string, unknown>>): Promise<string> {
  let status = 0;
  try {
    const response = await fetch(`${url}/v1/audio/speech`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    ({ status } = response);
    await response.bytes();
    return String(status);
  } catch {
    return status === 0 ? "no answer" : `${status} broken`;
  }
}

if (import.meta.main) await main(Bun.argv.slice(2));
