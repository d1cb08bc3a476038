import { SpeechError } from "../../src/errors.ts";
import type { RequestHooks } from "../../src/requestHooks.ts";
import type { Sound } from "../../src/sound.ts";
import { OUTPUT_HZ } from "../../src/audio/pcm.ts";
import type { Step } from "../../src/timeline.ts";
import type { Slot } from "../admission/admission.ts";
import type { SpeechFigures } from "../observe/record.ts";
import type { Stages } from "../observe/stages.ts";
import { lmTraceparent, type Trace } from "../observe/trace.ts";
import type { StallCount } from "./stalls.ts";

interface Hooked {
  readonly figures: SpeechFigures;
  readonly stages: Stages;
  readonly trace: Trace | undefined;
}

/** Returns the hooks of one request, which add its token usage and its unspoken characters to `figures` and report each step to `onStep`. */
export function figureHooks(
  { figures, stages, trace }: Hooked,
  onStep: (step: Step) => void,
): RequestHooks {
  return {
    onStep,
    onUsage({ input, output }) {
      figures.inputTokens = (figures.inputTokens ?? 0) + input;
      figures.outputTokens = (figures.outputTokens ?? 0) + output;
    },
    onUnspoken(characters) {
      figures.unspoken = (figures.unspoken ?? 0) + characters;
    },
    isWaiting: () => stages.current === "engine",
    ...(trace === undefined ? {} : { traceparent: lmTraceparent(trace) }),
  };
}

interface Metered {
  readonly figures: SpeechFigures;
  readonly stages: Stages;
  readonly slot: Pick<Slot, "onAudio" | "onWaiting">;
  readonly stalls: StallCount;
  /** Returns whether the text of what the engine speaks next has not arrived; false by default. */
  readonly lacksText?: () => boolean;
  /** Time since the request started, milliseconds. */
  readonly elapsedMs: () => number;
}

/**
 * Yields the sound and measures the time to first audio and the seconds of audio. The stage is "encoder" while the
 * consumer has a chunk, and "engine" while it waits for a chunk. Throws SpeechError "decode" if no chunk had samples.
 */
export async function* metered<S extends Sound>(
  sounds: AsyncIterable<S>,
  { figures, stages, slot, stalls, elapsedMs, lacksText = () => false }: Metered,
): AsyncGenerator<S> {
  const earlierS = figures.audioS ?? 0;
  let samples = 0;
  stalls.onAsked();
  for await (const sound of sounds) {
    if (sound.pcm.length === 0) {
      yield sound;
      continue;
    }
    figures.firstAudioMs ??= elapsedMs();
    samples += sound.pcm.length;
    figures.audioS = earlierS + samples / OUTPUT_HZ;
    slot.onAudio(sound.pcm.length / OUTPUT_HZ);
    stalls.onAudio(sound.pcm.length / OUTPUT_HZ);
    if (stalls.stalls > 0) figures.stalls = stalls.stalls;
    stages.enter("encoder");
    yield sound;
    stalls.onAsked();
    if (lacksText()) stages.enter("text");
    else {
      slot.onWaiting();
      stages.enter("engine");
    }
  }
  stages.enter("encoder");
  if (samples === 0) throw new SpeechError("decode", "the engine ended without any audio");
}
