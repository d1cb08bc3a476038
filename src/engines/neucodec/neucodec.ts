import type { Codec } from "../../codec/codec.ts";
import { CODEC_HZ, TOKENS_PER_SECOND } from "../../codec/codes.ts";
import { firstTokens } from "../../codec/schedule/cuts.ts";
import type { Engine, SpeakOptions, SpokenCodes, Utterance, Voice } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import { retryWhileBusy } from "../../lm/retryWhileBusy.ts";
import type { Prompt, TokenSource } from "../../lm/source.ts";
import { createPlayback, type Playback } from "../../playback.ts";
import type { Mark, Sound } from "../../sound.ts";
import type { Step } from "../../timeline.ts";
import { estimateMarks } from "./estimateMarks.ts";

/** The parts of the engine, and the members that it exposes unchanged. */
export interface NeucodecOptions
  extends
    Pick<Engine, "liveCapacity" | "encode" | "unready" | "upstreams" | "close">,
    Required<Pick<Engine, "figures" | "batches">> {
  readonly tokens: TokenSource;
  readonly codec: Codec;
  /** Speakers of the LM. If empty, every name is accepted and sent to the LM. */
  readonly speakers: readonly string[];
  /** Whether the LM is prompted with the utterance before, so that it continues its manner; false by default. */
  readonly continuesLast?: boolean;
}

/**
 * Creates the engine of a speech LM whose tokens NeuCodec decodes: `codec(tokens(prompt))` for each utterance.
 *
 * @example
 * const engine = openNeucodec({ tokens, codec, speakers: ["husein"], unready, figures, batches, close });
 * for await (const { pcm } of engine.speak(utterances, { listener }, signal)) play(pcm);
 */
export function openNeucodec(options: NeucodecOptions): Engine {
  const { tokens, codec, speakers, continuesLast = false, ...own } = options;
  return {
    ...own,
    id: "neucodec",
    sampleRate: CODEC_HZ,
    voices: speakers.map((name): Voice => ({ id: name, name })),
    unit: "passage",
    nativeSpeed: false,
    timing: "estimated",
    openVoices: speakers.length === 0,
    speakable: /[\p{L}\p{N}]/u,
    speak: (utterances, options, signal) =>
      speak({ tokens, codec, continuesLast }, { utterances, ...options }, signal),
  };
}

/**
 * Codes of the previous utterance that the codec gets as left context: 1 s, more than the context of a window by default
 * (0.2 s), so that a short first window can have a usual length.
 */
const CARRIED_TOKENS = TOKENS_PER_SECOND;

/** Longest utterance that the LM is prompted with, 12 s: the longest passage. More would use up the model's length. */
const MAX_PREVIOUS_TOKENS = 12 * TOKENS_PER_SECOND;

type SpeakMeans = Required<Pick<NeucodecOptions, "tokens" | "codec" | "continuesLast">>;

interface Speech extends SpeakOptions {
  readonly utterances: AsyncIterable<Utterance>;
}

/** One utterance while it is generated and decoded. */
interface Generated {
  readonly utterance: Utterance;
  readonly audio: AsyncIterable<Float32Array>;
  /** Resolves with the tokens after the last one has arrived. */
  readonly complete: Promise<readonly number[]>;
}

/**
 * Speaks utterances in order. A generation begins when the tokens of the previous utterance are complete and the audio
 * of all utterances before that one has been read, so a request has at most two utterances in memory.
 */
async function* speak(
  { tokens, codec, continuesLast }: SpeakMeans,
  { utterances, listener, hooks = {}, memory = { last: null } }: Speech,
  signal: AbortSignal,
): AsyncGenerator<Sound> {
  const returned = new AbortController();
  const stopped = AbortSignal.any([signal, returned.signal]);
  const source = utterances[Symbol.asyncIterator]();
  // All utterances of a request fill the same client's buffer, which drains at the speed of the utterances.
  let playback: Playback | undefined;
  const { onStep = () => {} } = hooks;
  const begin = async (): Promise<Generated | null> => {
    const { done, value: utterance } = await source.next();
    if (done) return null;
    const { promise: complete, resolve: onComplete } = Promise.withResolvers<readonly number[]>();
    // The tokens of the previous utterance are complete.
    const before = memory.last?.codes.slice(-CARRIED_TOKENS) ?? [];
    const keep = (codes: readonly number[]): void => {
      const { voice, text } = utterance;
      if (codes.length > 0) memory.last = { voice, text, codes };
      onComplete(codes);
    };
    const request = {
      prompt: promptOf(utterance, continuesLast ? memory.last : null),
      sampling: utterance.sampling,
      hooks,
    };
    const firstAudio = { tokens: firstTokens(listener), onProgress: () => onStep("token") };
    const generated =
      playback === undefined
        ? tokens({ ...request, firstAudio }, stopped)
        : retryWhileBusy(tokens)(request, stopped);
    playback ??= createPlayback(utterance.speed);
    const audio = codec(
      reportProgress(generated, { onStep, onComplete: keep }),
      { ...listener, playback, onStep, before },
      stopped,
    );
    return { utterance, audio, complete };
  };
  let madeSamples = 0;
  try {
    let current = await begin();
    while (current !== null) {
      const ahead: Promise<Generated | null> = current.complete.then(begin);
      ahead.catch(() => {}); // `ahead` is awaited later; an unhandled rejection until then would end the process
      for await (const sound of withMarks(current, madeSamples / CODEC_HZ)) {
        madeSamples += sound.pcm.length;
        yield sound;
      }
      current = await ahead;
    }
  } finally {
    returned.abort(new SpeechError("aborted", "the client disconnected"));
    await source.return?.();
  }
}

/**
 * Yields the audio and the marks of one utterance that begins `sinceS` seconds after the beginning of the answer. The
 * length of the utterance is known once its tokens are complete, so the next chunk carries the marks. If no chunk
 * follows, the marks come in a chunk without samples.
 */
async function* withMarks(
  { utterance, audio, complete }: Generated,
  sinceS: number,
): AsyncGenerator<Sound> {
  let marks: readonly Mark[] | undefined;
  const estimated = complete.then(({ length }) => {
    marks = estimateMarks(utterance, { sinceS, lengthS: length / TOKENS_PER_SECOND });
  });
  let sent = false;
  for await (const pcm of audio) {
    if (sent || marks === undefined) yield { pcm };
    else {
      sent = true;
      yield { pcm, marks };
    }
  }
  await estimated;
  if (!sent && marks !== undefined) yield { pcm: new Float32Array(0), marks };
}

/** Returns the prompt of an utterance, with the utterance before if it has the same voice and is not too long. */
function promptOf({ text, voice, reference }: Utterance, last: SpokenCodes | null): Prompt {
  const isUsed = last?.voice === voice && last.codes.length <= MAX_PREVIOUS_TOKENS;
  const continued = isUsed ? { previous: { text: last.text, codes: last.codes } } : {};
  if (reference === undefined) return { kind: "voice", voice, text, ...continued };
  const { text: referenceText, codes: referenceCodes } = reference;
  return { kind: "clone", referenceText, referenceCodes, text, ...continued };
}

interface Progress {
  readonly onStep: (step: Step) => void;
  /** Called once with all tokens, after the last one. */
  readonly onComplete: (tokens: readonly number[]) => void;
}

/** Yields the tokens unchanged and reports when they are requested, when each chunk arrives and when all have arrived. */
async function* reportProgress(
  tokens: AsyncIterable<readonly number[]>,
  { onStep, onComplete }: Progress,
): AsyncGenerator<readonly number[]> {
  onStep("asked");
  const all: number[] = [];
  for await (const piece of tokens) {
    onStep("token");
    for (const code of piece) all.push(code);
    yield piece;
  }
  onComplete(all);
}
