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
