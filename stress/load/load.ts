import type { ReplyDraws } from "../reply/reply.ts";
import { sleep } from "../../src/sleep.ts";

/** Arrivals of the requests of a level. */
export type Load =
  /** Open loop: each request is sent at its planned instant, regardless of the server. */
  | {
      readonly kind: "open";
      /** Ascending, milliseconds from the level's start. */
      readonly offsetsMs: ArrayLike<number>;
      /**
       * Maximum requests in flight; null: no limit. A request above the limit is sent when the next slot becomes free.
       */
      readonly maxInFlight: number | null;
    }
  /** Closed loop: each of `concurrency` senders sends its next request when its previous request has ended. */
  | {
      readonly kind: "closed";
      readonly concurrency: number;
      /** Number of requests of all senders together; null: only the duration limits the load. */
      readonly requests: number | null;
      /** No request is sent after this time; requests in flight are completed. null: no limit. */
      readonly durationMs: number | null;
    }
  /** Conversations, whose turns follow each other. `../talk/talkLevel.ts` runs them. */
  | ConversationLoad;

/** Conversations that are held at once. A turn is a reply, which the caller hears before the next one. */
export interface ConversationLoad {
  readonly kind: "conversations";
  /** When each of them begins, ascending, milliseconds from the level's start. */
  readonly startsMs: readonly number[];
  /** Replies of a conversation, and how each is drawn. */
  readonly turns: number;
  readonly replies: ReplyDraws;
  /** Until this time, another conversation begins when one has ended. null: each is held once. */
  readonly durationMs: number | null;
  /** Time from the end of a reply to the next one, in which the caller speaks. */
  readonly pauseMs: number;
  /** False: the next reply does not wait until the caller has heard the reply. */
  readonly listens: boolean;
}

/** The loads whose requests do not depend on each other. */
export type RequestLoad = Exclude<Load, ConversationLoad>;

/** Sends single requests, and has the clock of the level. */
export interface LoadSender {
  /**
   * Sends request `seq`, which was due at `dueMs` and whose slot was free at `freeMs`. Resolves with the time at which
   * the request ended; never rejects.
   */
  send(seq: number, dueMs: number, freeMs: number): Promise<number>;
  /** Milliseconds since the level's start. */
  clock(): number;
}

/** Sends `load`; resolves when all its requests have ended. `signal` stops the sending. */
export async function runLoad(
  load: RequestLoad,
  sender: LoadSender,
  signal: AbortSignal,
): Promise<void> {
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
    let freeMs = 0; // every slot is free at the level's start, so a delay of a first request counts as lag
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
 * Waits until `clock` reads at least `dueMs`. Instants are absolute, so a late wake-up does not delay the next request.
 * The wait uses a timer: spinning would report a smaller lag, but would send later and use half a core.
 */
export async function sleepUntil(
  dueMs: number,
  clock: () => number,
  signal: AbortSignal,
): Promise<void> {
  for (let waitMs = dueMs - clock(); waitMs > 0 && !signal.aborted; waitMs = dueMs - clock())
    await sleep(waitMs, signal);
}
