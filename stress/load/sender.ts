import { IN_FLIGHT_SAMPLE_MS } from "../figures/validity.ts";
import { createKeeper, type KeptAudio } from "../keep/keeper.ts";
import type { RequestRecord } from "../records/record.ts";
import { attempt, type RunContext } from "../request/attempt.ts";
import { coreWaitMs } from "./coreWait.ts";
import { runLoad, type RequestLoad, sleepUntil } from "./load.ts";
import { type Part, partOf, plannedRequests, seqOf } from "./part.ts";
import type { LevelPlan } from "./plan.ts";
import { drawAsk } from "./schedule.ts";
import type { SenderOptions } from "./senderOptions.ts";
import { withRandomPrefix } from "./texts.ts";

/** Connections and settings with which one process sends requests. */
export interface Sender {
  readonly context: RunContext;
  /** The settings from which it was opened. */
  readonly options: SenderOptions;
  /** True to add random words before each text, so that no cache contains the text. */
  readonly randomPrefix: boolean;
  /** True to keep the audio of the slowest, the sampled and the failed requests. */
  readonly keepAudio: boolean;
}

/** Callbacks while a part of a level runs. */
export interface PartHooks {
  sent(): void;
  /** `line` is `record` as JSON. */
  ended(record: RequestRecord, line: string): void;
}

/** The results of a part of a level, except its records. */
export interface PartRun extends ProcessUsage {
  /** The level's start, milliseconds since 1970. */
  readonly startMs: number;
  /** Reasons why the level is invalid regardless of the server. */
  readonly faults: readonly string[];
  readonly kept: readonly KeptAudio[];
}

/** Resources that the sending processes used. */
interface ProcessUsage {
  /** Requests in flight, sampled every IN_FLIGHT_SAMPLE_MS from the start. */
  readonly inFlight: readonly number[];
  /** Number of opened connections. */
  readonly connections: number;
  readonly cpuMs: number;
  /** Time for which the event loop was ready to run but had no core (maximum over processes); null: unknown. */
  readonly coreWaitMs: number | null;
}

/**
 * Runs a prepared part from `startMs` (milliseconds since 1970; null: now) until all requests of the part have ended.
 */
export type RunPart = (
  startMs: number | null,
  hooks: PartHooks,
  signal: AbortSignal,
) => Promise<PartRun>;

/**
 * Draws the texts and voices of `part` of `plan` in advance, since drawing them at the send would delay the requests.
 * Returns the function that sends the part.
 *
 * @example
 * const run = preparePart(plan, sender, ONLY_PART);
 * const { inFlight } = await run(null, hooks, signal);
 */
export function preparePart(
  plan: LevelPlan & { readonly load: RequestLoad },
  sender: Sender,
  part: Part,
): RunPart {
  const load = partOf(plan.load, part);
  const draw = (nth: number) => drawAsk(plan.draws, plan.label, seqOf(nth, part));
  const asks = Array.from({ length: plannedRequests(load) ?? 0 }, (_, nth) => draw(nth));
  const askOf = (nth: number) => {
    const ask = asks[nth] ?? draw(nth);
    return sender.randomPrefix ? { ...ask, text: withRandomPrefix(ask.text) } : ask;
  };
  return async (startMs, hooks, signal) => {
    const { context } = sender;
    const originMs = startMs === null ? context.now() : startMs - performance.timeOrigin;
    const clock = () => context.now() - originMs;
    const keeper = sender.keepAudio ? createKeeper(Math.random) : null;
    let inFlight = 0;
    const send = async (nth: number, dueMs: number, freeMs: number) => {
      hooks.sent();
      const capture = keeper?.open();
      const request = { seq: seqOf(nth, part), level: plan.label, originMs, dueMs, freeMs };
      inFlight++;
      const planned = { ...request, ask: askOf(nth), capture: capture?.take };
      const record = await attempt(planned, context, signal);
      inFlight--;
      hooks.ended(record, JSON.stringify(record));
      if (capture !== undefined) keeper?.end(record, capture.audio);
      return record.endMs;
    };
    await sleepUntil(0, clock, signal);
    const meter = startUsageMeter(
      () => context.transport.connections,
      () => inFlight,
    );
    try {
      await runLoad(load, { send, clock }, signal);
    } finally {
      meter.close();
    }
    return {
      startMs: originMs + performance.timeOrigin,
      ...meter.usage(),
      faults: [],
      kept: keeper?.kept() ?? [],
    };
  };
}

/** Measures this process from now on; `close` stops sampling the requests in flight. */
export function startUsageMeter(countConnections: () => number, countInFlight: () => number) {
  const inFlight: number[] = [];
  const connectionsBefore = countConnections();
  const cpuBefore = process.cpuUsage();
  const waitBeforeMs = coreWaitMs();
  const timer = setInterval(() => inFlight.push(countInFlight()), IN_FLIGHT_SAMPLE_MS);
  return {
    close: () => clearInterval(timer),
    usage(): ProcessUsage {
      const cpu = process.cpuUsage(cpuBefore);
      const waitMs = coreWaitMs();
      return {
        inFlight,
        connections: countConnections() - connectionsBefore,
        cpuMs: (cpu.user + cpu.system) / 1000,
        coreWaitMs: waitMs === null || waitBeforeMs === null ? null : waitMs - waitBeforeMs,
      };
    },
  };
}
