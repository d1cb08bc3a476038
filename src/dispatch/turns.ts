import { OUTPUT_HZ } from "../audio/pcm.ts";
import { createResampler } from "../audio/resample.ts";
import { createStretcher } from "../audio/stretch.ts";
import type { Engine, SpeakOptions, Utterance } from "../engine.ts";
import { SpeechError } from "../errors.ts";
import { delayed, filterSound, type Sound } from "../sound.ts";

/** An utterance and the engine that speaks it. */
export interface Line {
  readonly engine: Engine;
  readonly utterance: Utterance;
}

/** Consecutive lines of one engine, and their sound at OUTPUT_HZ. */
interface Turn {
  readonly sounds: AsyncIterator<Sound>;
  /** The first chunk, which is requested before the turn is read. */
  readonly first: Promise<IteratorResult<Sound>>;
  /** Lets the engine have the lines after the first. */
  begin(): void;
  /** The turn after this one; null if there is none, or if the engine has not read its lines to their end. */
  next(): Turn | null;
}

/** Where the lines of a turn come from. */
interface Script {
  readonly first: Line;
  /** The lines after the first, also those of later turns. */
  readonly rest: AsyncIterator<Line, void>;
  readonly options: SpeakOptions;
}

/**
 * Speaks lines in order, each with its engine. Yields sound at OUTPUT_HZ and at the speed of the utterances; the times of
 * the marks count from the beginning of the answer. The next engine works on its first line while the last line of the
 * engine before it is read, so that no gap is heard.
 */
export async function* speakInTurns(script: Script, signal: AbortSignal): AsyncGenerator<Sound> {
  const returned = new AbortController();
  const stopped = AbortSignal.any([signal, returned.signal]);
  let turn: Turn | null = openTurn(script, stopped);
  let samples = 0;
  try {
    while (turn !== null) {
      const sinceS = samples / OUTPUT_HZ;
      turn.begin();
      for (let chunk = await turn.first; !chunk.done; chunk = await turn.sounds.next()) {
        samples += chunk.value.pcm.length;
        yield shifted(chunk.value, sinceS);
      }
      turn = turn.next();
    }
  } finally {
    returned.abort(new SpeechError("aborted", "the client disconnected"));
    for (let open = turn; open !== null; open = open.next()) {
      open.begin();
      // An engine that is stopped in a run throws the abort reason, which the reader did not cause.
      await Promise.resolve(open.sounds.return?.()).catch(() => {});
    }
  }
}

/** Opens the turn of the engine of the first line and requests its first chunk. */
function openTurn({ first: line, rest, options }: Script, signal: AbortSignal): Turn {
  const { engine } = line;
  const begun = Promise.withResolvers<void>();
  let next: Turn | null = null;
  async function* utterances(): AsyncGenerator<Utterance> {
    yield line.utterance;
    await begun.promise;
    if (signal.aborted) return;
    for (;;) {
      const { done, value } = await rest.next();
      if (done || signal.aborted) return;
      if (value.engine !== engine) {
        next = openTurn({ first: value, rest, options }, signal);
        return;
      }
      yield value.utterance;
    }
  }
  const sounds = atOutput(engine.speak(utterances(), options, signal), line);
  const first = sounds.next();
  first.catch(() => {}); // `first` is awaited later; an unhandled rejection until then would end the process
  return { sounds, first, begin: begun.resolve, next: () => next };
}

/** Resamples the sound of an engine, and stretches it if the engine does not apply the speed itself. */
function atOutput(
  sounds: AsyncIterable<Sound>,
  { engine: { sampleRate, nativeSpeed }, utterance: { speed } }: Line,
): AsyncIterator<Sound> {
  const resampled =
    sampleRate === OUTPUT_HZ
      ? sounds
      : filterSound(sounds, createResampler(sampleRate, OUTPUT_HZ), 1);
  const stretched =
    nativeSpeed || speed === 1 ? resampled : filterSound(resampled, createStretcher(speed), speed);
  return stretched[Symbol.asyncIterator]();
}

/** Moves the marks of a chunk whose engine began `sinceS` seconds after the beginning of the answer. */
function shifted(sound: Sound, sinceS: number): Sound {
  if (sinceS === 0 || sound.marks === undefined) return sound;
  return { ...sound, marks: sound.marks.map((mark) => delayed(mark, sinceS)) };
}
