import type { LevelPlan } from "../load/plan.ts";
import type { Pace } from "../reply/reply.ts";

/** What the levels of a run have in common. `options` are named as on the command line, times in milliseconds. */
export interface TalkScript {
  readonly options: {
    readonly turns: number;
    readonly duration?: number | undefined;
    readonly pause: number;
    readonly listen: boolean;
    readonly ramp: number;
    readonly voiceIds: readonly string[];
    readonly seed: number;
    readonly interrupt: number;
    readonly interruptAfter: number;
  };
  readonly texts: readonly string[];
  readonly pace: Pace;
}

/** Plans a level of `count` conversations at once. */
export function talkPlan(count: number, { options, texts, pace }: TalkScript): LevelPlan {
  const { turns, duration, pause, listen, ramp, voiceIds, seed } = options;
  return {
    label: `c${count}`,
    targetQps: null,
    concurrency: count,
    load: {
      kind: "conversations",
      startsMs: Array.from({ length: count }, (_, index) => (index * ramp) / count),
      turns,
      replies: {
        pace,
        interruptShare: options.interrupt,
        interruptAfterMs: options.interruptAfter,
      },
      durationMs: duration ?? null,
      pauseMs: pause,
      listens: listen,
    },
    draws: { texts, voices: voiceIds, seed },
  };
}
