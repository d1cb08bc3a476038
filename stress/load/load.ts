import { sleep } from "../../src/sleep.ts";

/** How requests arrive in a level. */
export type Load =
  /** Open loop: each at its own instant (ascending, from the level's start), whatever the server does. */
  | {
      readonly kind: "open";
      readonly offsetsMs: ArrayLike<number>;
      /** Requests at once; null: no bound. One that waits for a slot is sent as soon as there is one. */
      readonly maxInFlight: number | null;
    }
  /** Closed loop: `concurrency` senders, each sends its next request when its last has ended. */
  | {
      readonly kind: "closed";
      readonly concurrency: number;
      /** Requests in all; null: until the duration is over. */
      readonly requests: number | null;
      /** After it nothing is sent; what flies finishes. */
      readonly durationMs: number | null;
    };

/** Sends request `seq`, due at `dueMs`, whose slot was free at `freeMs`; gives when it ended, and never rejects. */
type Fire = (seq: number, dueMs: number, freeMs: number) => Promise<number>;

/** Runs `load` on `clock` (milliseconds since the level's start) until all has ended; `signal` stops sending. */
export async function runLoad(
  load: Load,
  fire: Fire,
  clock: () => number,
  signal: AbortSignal,
): Promise<void> {
  if (load.kind === "closed") await runClosed(load, fire, signal);
  else await runOpen(load, fire, clock, signal);
}

async function runClosed(
  load: Extract<Load, { kind: "closed" }>,
  fire: Fire,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  const sender = async () => {
    let freeMs = 0; // all slots are free at the start: the last sender's first request may be late
    while (!signal.aborted && next < (load.requests ?? Infinity)) {
      if (freeMs >= (load.durationMs ?? Infinity)) return;
      freeMs = await fire(next++, freeMs, freeMs);
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, sender));
}

async function runOpen(
  load: Extract<Load, { kind: "open" }>,
  fire: Fire,
  clock: () => number,
  signal: AbortSignal,
): Promise<void> {
  const cap = load.maxInFlight ?? Infinity;
  const flying = new Set<Promise<number>>();
  const waiting: number[] = [];
  const send = (seq: number, freeMs: number) => {
    const request = fire(seq, load.offsetsMs[seq] ?? 0, freeMs).finally(() => {
      flying.delete(request);
      const next = signal.aborted ? undefined : waiting.shift();
      if (next !== undefined) send(next, clock());
    });
    flying.add(request);
  };
  for (let seq = 0; seq < load.offsetsMs.length && !signal.aborted; seq++) {
    const dueMs = load.offsetsMs[seq] ?? 0;
    if (clock() < dueMs) await sleepUntil(dueMs, clock, signal);
    if (signal.aborted) break;
    if (flying.size < cap) send(seq, 0);
    else waiting.push(seq);
  }
  while (flying.size > 0) await Promise.all(flying);
}

/**
 * Waits until `clock` reads at least `dueMs`: absolute instants, so one late wake-up never shifts the next. A plain
 * timer: spinning reports a smaller lag, sends later and burns half a core.
 */
export async function sleepUntil(
  dueMs: number,
  clock: () => number,
  signal: AbortSignal,
): Promise<void> {
  for (let leftMs = dueMs - clock(); leftMs > 0 && !signal.aborted; leftMs = dueMs - clock())
    await sleep(leftMs, signal);
}
