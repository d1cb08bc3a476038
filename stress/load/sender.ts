import { attempt, type RunContext } from "../request/attempt.ts";
import { coreWaitMs } from "./coreWait.ts";
import { createKeeper, type KeptAudio } from "../keep/keeper.ts";
import type { LevelPlan } from "./plan.ts";
import { runLoad, sleepUntil } from "./load.ts";
import { type Part, partOf, plannedRequests, seqOf } from "./part.ts";
import type { RequestRecord } from "../records/record.ts";
import { drawAsk } from "./schedule.ts";
import { withRandomPrefix } from "./texts.ts";
import { IN_FLIGHT_SAMPLE_MS } from "../figures/validity.ts";

/** What a process sends with. */
export interface Sender {
  readonly context: RunContext;
  /** Put words before each text that no cache has seen. */
  readonly randomPrefix: boolean;
  /** Keep the audio of requests worth hearing. */
  readonly keepAudio: boolean;
}

/** Told while a part of a level runs. */
export interface Hooks {
  sent(): void;
  /** `line` is `record` as JSON. */
  ended(record: RequestRecord, line: string): void;
}

/** What is known of a part of a level beside its records. */
export interface PartRun {
  /** The level's start, milliseconds since 1970. */
  readonly startMs: number;
  /** Requests in flight, counted every 100 ms from the start. */
  readonly inFlight: readonly number[];
  readonly connections: number;
  /** CPU time of the processes that sent. */
  readonly cpuMs: number;
  /** How long the event loop (of several, the one that did most) was ready to run without a core; null: unknown. */
  readonly coreWaitMs: number | null;
  /** Why the level can't be trusted, whatever the server did. */
  readonly faults: readonly string[];
  readonly kept: readonly KeptAudio[];
}

/**
 * Draws what `part` of `plan` will say (at the send it would make the send late) and gives the function that runs it,
 * from the instant `startMs` (milliseconds since 1970) or at once.
 */
export function preparePart(plan: LevelPlan, sender: Sender, part: Part) {
  const { context, randomPrefix, keepAudio } = sender;
  const load = partOf(plan.load, part);
  const draw = (seq: number) => drawAsk(plan.draws, plan.label, seq);
  const asks = Array.from({ length: plannedRequests(load) ?? 0 }, (_, nth) =>
    draw(seqOf(nth, part)),
  );
  return async (startMs: number | null, hooks: Hooks, signal: AbortSignal): Promise<PartRun> => {
    const originMs = startMs === null ? context.now() : startMs - performance.timeOrigin;
    const clock = () => context.now() - originMs;
    const keeper = keepAudio ? createKeeper(Math.random) : null;
    const inFlight: number[] = [];
    let flying = 0;
    const fire = async (nth: number, dueMs: number, freeMs: number) => {
      hooks.sent();
      const seq = seqOf(nth, part);
      const drawn = asks[nth] ?? draw(seq);
      const ask = randomPrefix ? { ...drawn, text: withRandomPrefix(drawn.text) } : drawn;
      const capture = keeper?.open();
      const at = { originMs, dueMs, freeMs };
      const planned = { seq, level: plan.label, ...at, ask, capture: capture?.take };
      flying++;
      const record = await attempt(planned, context, signal);
      flying--;
      hooks.ended(record, JSON.stringify(record));
      if (capture !== undefined) keeper?.end(record, capture.audio);
      return record.endMs;
    };
    await sleepUntil(0, clock, signal);
    const connectionsBefore = context.transport.connections;
    const cpuBefore = process.cpuUsage();
    const waitedBeforeMs = coreWaitMs();
    const sampler = setInterval(() => inFlight.push(flying), IN_FLIGHT_SAMPLE_MS);
    try {
      await runLoad(load, fire, clock, signal);
    } finally {
      clearInterval(sampler);
    }
    const cpu = process.cpuUsage(cpuBefore);
    const waitedMs = coreWaitMs();
    return {
      startMs: originMs + performance.timeOrigin,
      inFlight,
      connections: context.transport.connections - connectionsBefore,
      cpuMs: (cpu.user + cpu.system) / 1000,
      coreWaitMs: waitedMs === null || waitedBeforeMs === null ? null : waitedMs - waitedBeforeMs,
      faults: [],
      kept: keeper?.kept() ?? [],
    };
  };
}
