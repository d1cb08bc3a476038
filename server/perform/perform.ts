import { speakersOf } from "../../src/dispatch/speakers.ts";
import { unspokenInput } from "../../src/dispatch/unspokenInput.ts";
import type { Engine } from "../../src/engine.ts";
import type { Sound } from "../../src/sound.ts";
import { type SpeechRequest, synthesize } from "../../src/synthesize.ts";
import { whole } from "../../src/text/speakable.ts";
import { estimatedAudioS } from "../admission/estimate.ts";
import type { Catalogue } from "../catalogue.ts";
import type { AccessRecord, SpeechFigures } from "../observe/record.ts";
import { admit, type Admitted, type AdmitServices } from "./admit.ts";

/** A speech request with a complete text. */
export interface PerformanceRequest extends Omit<SpeechRequest, "text" | "engines"> {
  readonly input: string;
}

/** The speech to perform and the request that it belongs to. */
export interface PerformanceOptions {
  readonly engine: Engine;
  readonly request: PerformanceRequest;
  /** Identifies the client's API key to admission. */
  readonly key: string;
  /** The performance sets `speech` only. */
  readonly record: Pick<AccessRecord, "id" | "startedMs" | "trace" | "speech">;
}

/** Parts of the server that a performance uses. */
export interface PerformanceServices extends AdmitServices {
  /** Its engines speak the languages that the voice of a request does not speak. */
  readonly catalogue: Pick<Catalogue, "engines">;
}

/** Usage of a performance so far. Token counts are 0 for an engine without an LM. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly chars: number;
  readonly audioS: number;
  /** Letters and digits that the engine could not say. */
  readonly unspoken: number;
}

/** One admitted request while it is spoken. It holds a slot until it is left (`leave`). */
export interface Performance extends Pick<Admitted, "signal" | "stages" | "timeline" | "leave"> {
  /** Sound at OUTPUT_HZ, produced on demand. Throws SpeechError, or the reason of `signal` if it aborts. */
  readonly sounds: AsyncGenerator<Sound>;
  usage(): Usage;
  /** Counts the letters and digits of the whole input that the engine cannot say, before they are read. */
  unspokenInput(): number;
}

/**
 * Waits for the admission of a request, then starts to watch the request. Throws the engine's SpeechError if the engine
 * is not ready, "not_ready" while the server drains, "overloaded" if admission refuses the request, and the reason of
 * `signal` if it aborts before the request is admitted.
 *
 * @example
 * const performance = await openPerformance({ engine, request, key: "", record }, services, signal);
 * try {
 *   for await (const { pcm } of performance.sounds) play(pcm);
 * } finally {
 *   performance.leave();
 * }
 */
export async function openPerformance(
  options: PerformanceOptions,
  services: PerformanceServices,
  signal: AbortSignal,
): Promise<Performance> {
  const { engine, request, key, record } = options;
  const { input, voice, speed, listener } = request;
  const chars = Array.from(input).length;
  const audioS = estimatedAudioS(input, speed);
  const work = { key, live: listener.kind === "live", audioS };
  const admitted = await admit({ engine, voice, chars, work, record }, services, signal);
  const { engines } = services.catalogue;
  const speech = { ...request, text: whole(input), engines, hooks: admitted.hooks };
  return {
    sounds: admitted.measured(synthesize(speech, engine, admitted.signal)),
    signal: admitted.signal,
    stages: admitted.stages,
    timeline: admitted.timeline,
    usage: () => usageOf(admitted.figures),
    unspokenInput: () => unspokenOf(options, services),
    leave: admitted.leave,
  };
}

/** Counts the letters and digits of the input that no voice of the answer can say. */
function unspokenOf(
  { engine, request }: PerformanceOptions,
  { catalogue: { engines } }: PerformanceServices,
): number {
  const { input, voice, normalize, reference } = request;
  const others = reference === undefined ? engines : null;
  const speakerOf = speakersOf({ engine, voice, engines: others });
  return unspokenInput(input, speakerOf, normalize?.language ?? normalize?.defaultLanguage);
}

function usageOf(figures: SpeechFigures): Usage {
  const { inputTokens = 0, outputTokens = 0, chars, audioS = 0, unspoken = 0 } = figures;
  return { inputTokens, outputTokens, chars, audioS, unspoken };
}
