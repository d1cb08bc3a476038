import type { SpeakOptions, Utterance } from "../engine.ts";
import { SpeechError } from "../errors.ts";
import { createPlayback, deadlineMs } from "../playback.ts";
import type { Mark, Sound } from "../sound.ts";
import type { Word } from "../text/words.ts";
import type { Step } from "../timeline.ts";
import type { Pool } from "./pool.ts";

/** When a word is spoken, seconds from the beginning of its job's sound. */
export interface WordTime {
  /** Index of the word in the job's words. */
  readonly word: number;
  readonly fromS: number;
  readonly toS: number;
}

/** A part of a job's sound. The times of a job are in the order of its words, and each comes once, with any part. */
export interface SpokenPart {
  /** Mono PCM. Its buffer has no other samples. */
  readonly samples: Float32Array;
  readonly times: readonly WordTime[];
}

/** An utterance, or a piece of one, that a lane speaks in one job. */
export interface SpeechJob<Job> {
  readonly job: Job;
  readonly words: readonly Word[];
  /** Silence before the job's sound, seconds. */
  readonly pauseS: number;
  /** Silence after the job's sound if no other job follows and the listener gets no more, seconds; 0 by default. */
  readonly endS?: number;
}

export interface Speaker<Job> {
  readonly pool: Pick<Pool<Job, SpokenPart>, "run">;
  /** Hz. */
  readonly sampleRate: number;
  /** Returns the jobs that speak an utterance; none if it has no sound. Throws SpeechError. */
  readonly jobsOf: (utterance: Utterance) => readonly SpeechJob<Job>[];
}

export interface Speech extends SpeakOptions {
  readonly utterances: AsyncIterable<Utterance>;
}

/** Chunk length: 250 ms, so that little audio is buffered for a slow reader. */
const CHUNK_S = 0.25;

/** A job that has been begun. */
interface Begun {
  readonly words: readonly Word[];
  /** Silence before the job's sound. */
  readonly leadSamples: number;
  /** Silence after the job's sound if no other job follows. */
  readonly endSamples: number;
  /** The silence and the parts of the sound, as they are made. */
  readonly parts: ReadableStream<SpokenPart>;
  /** Resolves when the whole sound has been made; rejects with the error of the job. */
  readonly complete: Promise<void>;
}

/**
 * Speaks utterances in order. The next job begins when the sound of the current one is complete, so no gap is heard and
 * the sound of at most two jobs is in memory. Throws the errors of `jobsOf` and of the pool.
 *
 * @example
 * yield* speak({ pool, sampleRate: 24_000, jobsOf }, { utterances, listener }, signal);
 */
export async function* speak<Job>(
  speaker: Speaker<Job>,
  { utterances, listener, hooks = {} }: Speech,
  signal: AbortSignal,
): AsyncGenerator<Sound> {
  const { sampleRate } = speaker;
  const returned = new AbortController();
  const stopped = AbortSignal.any([signal, returned.signal]);
  const jobs = jobsIn(utterances, speaker);
  // The engine applies the speed itself, so the client plays the audio at speed 1.
  const playback = createPlayback(1);
  const sinceMs = performance.now();
  const begin = async (): Promise<Begun | null> => {
    const { done, value: next } = await jobs.next();
    if (done) return null;
    const dueMs = (): number => deadlineMs(playback, listener, sinceMs);
    const onMade = (samples: number): void =>
      void playback.add(performance.now(), samples / sampleRate);
    const onStep = (step: Step): void => hooks.onStep?.(step);
    const leadSamples = Math.round(next.pauseS * sampleRate);
    const beginning = { ...next, leadSamples, sampleRate, dueMs, onMade, onStep };
    return beginJob(speaker.pool, beginning, stopped);
  };
  let madeSamples = 0;
  try {
    let current = await begin();
    while (current !== null) {
      const ahead: Promise<Begun | null> = current.complete.then(begin);
      ahead.catch(() => {}); // `ahead` is awaited later; an unhandled rejection until then would end the process
      const sinceS = (madeSamples + current.leadSamples) / sampleRate;
      for await (const { samples, times } of current.parts) {
        madeSamples += samples.length;
        yield* chunksOf(samples, marksOf(current.words, times, sinceS), sampleRate * CHUNK_S);
      }
      const next = await ahead;
      if (next === null && current.endSamples > 0 && listener.continues !== true)
        yield { pcm: new Float32Array(current.endSamples) };
      current = next;
    }
  } finally {
    returned.abort(new SpeechError("aborted", "the client disconnected"));
    await jobs.return(undefined);
  }
}

async function* jobsIn<Job>(
  utterances: AsyncIterable<Utterance>,
  { jobsOf }: Speaker<Job>,
): AsyncGenerator<SpeechJob<Job>, undefined> {
  for await (const utterance of utterances) yield* jobsOf(utterance);
}

interface Beginning<Job> extends SpeechJob<Job> {
  readonly leadSamples: number;
  readonly sampleRate: number;
  readonly dueMs: () => number;
  /** Called with the number of samples of each part when the part has been made. */
  readonly onMade: (samples: number) => void;
  readonly onStep: (step: Step) => void;
}

function beginJob<Job>(
  pool: Speaker<Job>["pool"],
  { job, words, endS = 0, leadSamples, sampleRate, dueMs, onMade, onStep }: Beginning<Job>,
  signal: AbortSignal,
): Begun {
  const unread = new AbortController();
  let output: ReadableStreamDefaultController<SpokenPart> | undefined;
  const parts = new ReadableStream<SpokenPart>({
    start: (controller) => void (output = controller),
    cancel: () => unread.abort(),
  });
  let led = leadSamples === 0;
  const give = (part: SpokenPart): void => {
    onMade(part.samples.length);
    output?.enqueue(part);
  };
  const onBegin = (): void => onStep("speaking");
  const onPart = (part: SpokenPart): void => {
    onStep("spoken");
    if (!led) give({ samples: new Float32Array(leadSamples), times: [] });
    led = true;
    give(part);
  };
  const stopped = AbortSignal.any([signal, unread.signal]);
  onStep("waiting");
  const complete = pool.run(job, { deadlineMs: dueMs, onBegin, onPart }, stopped).then(
    () => {
      if (!unread.signal.aborted) output?.close();
    },
    (error: unknown) => {
      output?.error(error);
      throw error;
    },
  );
  complete.catch(() => {}); // a reader that returns does not wait for the job ahead
  const endSamples = Math.round(endS * sampleRate);
  return { words, leadSamples, endSamples, parts, complete };
}

function marksOf(words: readonly Word[], times: readonly WordTime[], sinceS: number): Mark[] {
  return times.flatMap(({ word, fromS, toS }) => {
    const { start, end } = words[word] ?? {};
    if (start === undefined || end === undefined) return [];
    return [{ start, end, fromS: sinceS + fromS, toS: sinceS + toS }];
  });
}

/** Yields the samples in chunks of at most `size`; the first chunk carries the marks. */
function* chunksOf(samples: Float32Array, marks: readonly Mark[], size: number): Generator<Sound> {
  const first = samples.subarray(0, size);
  if (first.length > 0 || marks.length > 0)
    yield marks.length > 0 ? { pcm: first, marks } : { pcm: first };
  for (let at = size; at < samples.length; at += size)
    yield { pcm: samples.subarray(at, at + size) };
}
