import { type OpenEngine, TARGET_MS } from "./engine.ts";
import type { Speech } from "./speech.ts";

/** What a voice costs on one Worker. */
export interface VoiceCost {
  readonly workers: number;
  /** Time of an utterance before its first sound, milliseconds. */
  readonly fixedMs: number;
  /** Time of a second of audio, milliseconds. */
  readonly perSecondMs: number;
}

/** Seconds of the parts that an utterance hands out: each twice the one before, up to 1 s (src/acoustic/parts.ts). */
const PART_S = { first: 0.15, most: 1 } as const;

interface Job {
  readonly speech: Speech;
  readonly index: number;
  readonly dueMs: number;
}

/**
 * Creates engines of the embedded voices' kind: a free Worker speaks the utterance whose listener needs audio first
 * (src/lanes/queue.ts), as a whole.
 */
export function voiceEngine(cost: VoiceCost): OpenEngine {
  return (clock, onAudio) => {
    let waiting: Job[] = [];
    let [free, busyMs, isStopped] = [cost.workers, 0, false];

    function add(speech: Speech, index: number): void {
      const dueMs = speech.playback.underrunMs() ?? clock.nowMs + TARGET_MS;
      waiting.push({ speech, index, dueMs });
      run();
    }
    function run(): void {
      for (; free > 0 && waiting.length > 0; free -= 1) start(takeFirst(waiting));
    }
    function start({ speech, index }: Job): void {
      const startMs = clock.nowMs;
      const audioS = speech.utterancesS[index] ?? 0;
      const isLast = index === speech.utterancesS.length - 1;
      busyMs += (cost.fixedMs + cost.perSecondMs * audioS) / cost.workers;
      for (const { partS, endS } of partsOf(audioS))
        clock.at(startMs + cost.fixedMs + cost.perSecondMs * endS, () => {
          if (isStopped) return;
          onAudio(speech, partS, isLast && endS === audioS);
          if (endS === audioS) end({ speech, index }, isLast);
        });
    }
    function end({ speech, index }: Pick<Job, "speech" | "index">, isLast: boolean): void {
      free += 1;
      if (!isLast) add(speech, index + 1);
      run();
    }
    return {
      begin: (speech) => add(speech, 0),
      stop() {
        isStopped = true;
        waiting = [];
      },
      get busyMs() {
        return busyMs;
      },
    };
  };
}

/** Returns the parts of an utterance, seconds, each with its end. */
function partsOf(audioS: number): readonly { readonly partS: number; readonly endS: number }[] {
  const parts: { partS: number; endS: number }[] = [];
  for (let [endS, size] = [0, PART_S.first as number]; endS < audioS;) {
    const partS = Math.min(size, audioS - endS);
    endS = partS === size ? endS + size : audioS;
    parts.push({ partS, endS });
    size = Math.min(PART_S.most, 2 * size);
  }
  return parts;
}

/** Removes and returns the job that is due first. */
function takeFirst(waiting: Job[]): Job {
  let first = 0;
  for (let at = 1; at < waiting.length; at += 1)
    if (waiting[at]!.dueMs < waiting[first]!.dueMs) first = at;
  return waiting.splice(first, 1)[0]!;
}
