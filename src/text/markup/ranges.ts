import { type Edit, withoutOverlaps } from "../spans.ts";

/** A range of a text; `to` is exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Returns the `edits` that begin outside all `ranges`. Both lists must be in order. */
export function notInside(ranges: readonly Range[], edits: readonly Edit[]): Edit[] {
  let next = 0;
  return edits.filter(({ start }) => {
    while (next < ranges.length && ranges[next]!.to <= start) next += 1;
    return start < (ranges[next]?.from ?? Infinity);
  });
}

/** Returns the `edits` that do not overlap any of `others`. Both lists must be in order. */
export function outside(others: readonly Edit[], edits: readonly Edit[]): Edit[] {
  let next = 0;
  return withoutOverlaps(edits).filter(({ start, end }) => {
    while (next < others.length && others[next]!.end <= start) next += 1;
    return (others[next]?.start ?? Infinity) >= end;
  });
}

/** Compares edits by their start; outer edits come before inner ones. */
export function byPlace(a: Edit, b: Edit): number {
  return a.start - b.start || b.end - a.end;
}
