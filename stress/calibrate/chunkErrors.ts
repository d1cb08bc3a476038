import type { RequestRecord } from "../records/record.ts";

/** What the server wrote of one paced answer. Instants are milliseconds since 1970. */
interface WrittenPieces {
  /** When each piece was written. */
  readonly stampsMs: readonly number[];
  readonly pieceMs: number;
  /** The level's start. */
  readonly startMs: number;
  /** Pieces written before it are not counted. */
  readonly countedMs: number;
}

/**
 * Milliseconds from the write of each piece to its arrival. A piece arrives with the read that completes it; late pieces
 * may arrive together in one read.
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
    // 0.01 ms: lengths in records are rounded.
    for (; (piece + 1) * pieceMs <= arrivedMs + 0.01; piece++) {
      const stampMs = stampsMs[piece];
      if (stampMs !== undefined && stampMs >= countedMs) errors.push(startMs + atMs - stampMs);
    }
  }
  return errors;
}
