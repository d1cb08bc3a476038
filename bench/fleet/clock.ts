/** Simulated time. Actions run in the order of their times; those of one time run in the order in which they were added. */
export interface Clock {
  readonly nowMs: number;
  /** Runs `act` at `ms`, or now if that has passed. */
  at(ms: number, act: () => void): void;
  /** Runs all actions up to `ms`, those included that the actions add. */
  runUntil(ms: number): void;
}

interface Planned {
  readonly ms: number;
  readonly order: number;
  readonly act: () => void;
}

/** Opens a clock at 0 ms. */
export function openClock(): Clock {
  /** A binary heap: no entry is later than the two below it, at 2i + 1 and 2i + 2. */
  const heap: Planned[] = [];
  let [nowMs, added] = [0, 0];
  return {
    get nowMs() {
      return nowMs;
    },
    at(ms, act) {
      added += 1;
      push(heap, { ms: Math.max(nowMs, ms), order: added, act });
    },
    runUntil(ms) {
      for (let next = heap[0]; next !== undefined && next.ms <= ms; next = heap[0]) {
        pop(heap);
        nowMs = next.ms;
        next.act();
      }
      nowMs = ms;
    },
  };
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.ms < b.ms || (a.ms === b.ms && a.order < b.order);
}

function push(heap: Planned[], planned: Planned): void {
  let at = heap.length;
  for (; at > 0; at = (at - 1) >> 1) {
    const above = heap[(at - 1) >> 1]!;
    if (!isBefore(planned, above)) break;
    heap[at] = above;
  }
  heap[at] = planned;
}

/** Removes the first entry. */
function pop(heap: Planned[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
    if (!isBefore(heap[below]!, last)) break;
    heap[at] = heap[below]!;
    at = below;
  }
  heap[at] = last;
}
