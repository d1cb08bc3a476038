import { sleep } from "../../src/sleep.ts";

/** Arrivals of the requests of a level. */
export type Load =
  /** Open loop: each request at its own instant, whatever the server does. */
  | {
      readonly kind: "open";
      /** Ascending, milliseconds from the level's start. */
      readonly offsetsMs: ArrayLike<number>;
      /** Maximum requests in flight; null: no limit. A request above it is sent at the next free slot. */
      readonly maxInFlight: number | null;
    }
  /** Closed loop: `concurrency` senders; each sends its next request when its previous one has ended. */
  | {
      readonly kind: "closed";
      readonly concurrency: number;
      /** Requests of all senders; null: no limit but the duration. */
      readonly requests: number | null;
      /** No request is sent after it; requests in flight end. null: no limit. */
      readonly durationMs: number | null;
    };

/** Sends the requests of a load, on its clock. */
export interface LoadSender {
  /**
   * Sends request `seq`, which was due at `dueMs` and whose slot was free at `freeMs`. Resolves with the end of the
   * request; never rejects.
   */
  send(seq: number, dueMs: number, freeMs: number): Promise<number>;
  /** Milliseconds since the level's start. */
  clock(): number;
}

/** Sends `load`; resolves when all its requests have ended. `signal` stops the sending. */
export async function runLoad(load: Load, sender: LoadSender, signal: AbortSignal): Promise<void> {
  if (load.kind === "closed") await runClosed(load, sender, signal);
  else await runOpen(load, sender, signal);
}

async function runClosed(
  load: Extract<Load, { kind: "closed" }>,
  { send }: LoadSender,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  const sendInTurn = async () => {
    let freeMs = 0; // every slot is free at the start, so the first requests may be late
    while (!signal.aborted && next < (load.requests ?? Infinity)) {
      if (freeMs >= (load.durationMs ?? Infinity)) return;
      freeMs = await send(next++, freeMs, freeMs);
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, sendInTurn));
}

async function runOpen(
  load: Extract<Load, { kind: "open" }>,
  { send, clock }: LoadSender,
  signal: AbortSignal,
): Promise<void> {
  const limit = load.maxInFlight ?? Infinity;
  const inFlight = new Set<Promise<number>>();
  const queue: number[] = [];
  const start = (seq: number, freeMs: number) => {
    const request = send(seq, load.offsetsMs[seq] ?? 0, freeMs).finally(() => {
      inFlight.delete(request);
      const next = signal.aborted ? undefined : queue.shift();
      if (next !== undefined) start(next, clock());
    });
    inFlight.add(request);
  };
  for (let seq = 0; seq < load.offsetsMs.length && !signal.aborted; seq++) {
    const dueMs = load.offsetsMs[seq] ?? 0;
    if (clock() < dueMs) await sleepUntil(dueMs, clock, signal);
    if (signal.aborted) break;
    if (inFlight.size < limit) start(seq, 0);
    else queue.push(seq);
  }
  while (inFlight.size > 0) await Promise.all(inFlight);
}

/**
 * Waits until `clock` reads at least `dueMs`. Instants are absolute, so a late wake-up does not delay the next one. A
 * timer, since spinning reports a smaller lag, sends later and uses half a core.
 */
export async function sleepUntil(
  dueMs: number,
  clock: () => number,
  signal: AbortSignal,
): Promise<void> {
  for (let waitMs = dueMs - clock(); waitMs > 0 && !signal.aborted; waitMs = dueMs - clock())
    await sleep(waitMs, signal);
}
