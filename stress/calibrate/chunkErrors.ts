import type { RequestRecord } from "../records/record.ts";

/** The pieces that the server wrote for one paced answer. Instants are milliseconds since 1970. */
interface WrittenPieces {
  /** The instant at which each piece was written. */
  readonly stampsMs: readonly number[];
  readonly pieceMs: number;
  /** The level's start. */
  readonly startMs: number;
  /** Pieces written before this instant are not counted. */
  readonly countedMs: number;
}

/**
 * Returns the milliseconds from the write of each piece to its arrival. A piece arrives with the read that completes it.
 * One read can complete several late pieces.
 */
export function chunkErrors(
  { chunks }: Pick<RequestRecord, "chunks">,
  { stampsMs, pieceMs, startMs, countedMs }: WrittenPieces,
): number[] {
  const errors: number[] = [];
  let piece = 0;
  let arrivedMs = 0;
  for (const [atMs, audioMs] of chunks) {
    arrivedMs += audioMs;
    // The tolerance of 0.01 ms covers the rounding of lengths in records.
    for (; (piece + 1) * pieceMs <= arrivedMs + 0.01; piece++) {
      const stampMs = stampsMs[piece];
      if (stampMs !== undefined && stampMs >= countedMs) errors.push(startMs + atMs - stampMs);
    }
  }
  return errors;
}
