import { z } from "zod";

const number = z.number();

/** Statistics of one quantity in summary.json; null where nothing was measured. */
export const statsSchema = z
  .object({
    n: number,
    min: number,
    max: number,
    mean: number,
    p50: number,
    p90: number,
    p95: number,
    p99: number,
    p99ci: z.tuple([number, number]).nullable(),
  })
  .nullable();
