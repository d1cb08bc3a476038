import { z } from "zod";

const readySchema = z.object({
  in_flight: z.number(),
  queued: z.number(),
  engines: z.array(z.object({ live_capacity: z.number().nullable() })),
});

/** Slots in use and declared capacity, from GET /ready. */
export interface Ready {
  readonly inFlight: number;
  readonly queued: number;
  /** Estimated number of live listeners that the default engine can serve at once; null if it has no estimate. */
  readonly liveCapacity: number | null;
}

/** Reads /ready of the server at `url`. Throws a ZodError on an unexpected body. */
export async function readReady(url: string): Promise<Ready> {
  const response = await fetch(`${url}/ready`);
  const { in_flight, queued, engines } = readySchema.parse(await response.json());
  return { inFlight: in_flight, queued, liveCapacity: engines[0]?.live_capacity ?? null };
}

/** Waits up to `limitMs` until the server and `others` hold no slot; returns the number of slots still held. */
export async function heldSlots(
  url: string,
  limitMs: number,
  others: () => number = () => 0,
): Promise<number> {
  const untilMs = performance.now() + limitMs;
  for (;;) {
    const { inFlight, queued } = await readReady(url);
    const held = inFlight + queued + others();
    if (held === 0 || performance.now() > untilMs) return held;
    await Bun.sleep(50);
  }
}
