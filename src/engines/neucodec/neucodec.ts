import { setTimeout } from "node:timers/promises";
import type { Codec } from "../../codec/codec.ts";
import { firstTokens } from "../../codec/schedule/cuts.ts";
import type { Engine, Listener, Utterance, Voice } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import type { Prompt, TokenSource } from "../../lm/source.ts";
import { createPlayback, type Playback } from "../../playback.ts";
import { abortReason } from "../../streams.ts";
import type { Step } from "../../timeline.ts";

/** NeuCodec's sample rate, Hz. */
const NEUCODEC_HZ = 24_000;
/** A busy LM is asked again at least so often, seconds. */
const MOST_PAUSE_S = 1;

/** Beside tokens and codec, what the engine passes on as its own. */
export interface NeucodecOptions
  extends
    Pick<Engine, "liveCapacity" | "encode" | "unready" | "close">,
    Required<Pick<Engine, "figures" | "batches">> {
  readonly tokens: TokenSource;
  readonly codec: Codec;
  /** Speakers of the LM; empty: any name is passed on. */
  readonly speakers: readonly string[];
}

/** A speech LM whose tokens NeuCodec turns into sound: `codec(tokens(prompt))`, an utterance after the other. */
export function openNeucodec({ tokens, codec, speakers, ...own }: NeucodecOptions): Engine {
  return {
    ...own,
    id: "neucodec",
    sampleRate: NEUCODEC_HZ,
    voices: speakers.map((name): Voice => ({ id: name, name })),
    nativeSpeed: false,
    openVoices: speakers.length === 0,
    speakable: /[\p{L}\p{N}]/u,
    speak: (utterances, listener, signal) =>
      speak({ tokens, codec }, { utterances, listener }, signal),
  };
}

interface Speech {
  readonly utterances: AsyncIterable<Utterance>;
  readonly listener: Listener;
}

/** One utterance under way: its audio, and when its last token has come. */
interface Spoken {
  readonly audio: AsyncIterable<Float32Array>;
  readonly complete: Promise<void>;
}

/**
 * Speaks in order. The next generation begins when the tokens of the current one are complete; that one's predecessor
 * has left the codec by then, so at most two generations of a request are held.
 */
async function* speak(
  { tokens, codec }: Pick<NeucodecOptions, "tokens" | "codec">,
  { utterances, listener }: Speech,
  signal: AbortSignal,
): AsyncGenerator<Float32Array> {
  const left = new AbortController();
  const gone = AbortSignal.any([signal, left.signal]);
  const source = utterances[Symbol.asyncIterator]();
  // All utterances of a request fill one listener's buffer. Who hears them faster, behind this engine, empties it so.
  let playback: Playback | undefined;
  const begin = async (): Promise<Spoken | null> => {
    const { done, value } = await source.next();
    if (done) return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    const { passed = () => {} } = listener;
    const first = { tokens: firstTokens(listener), came: () => passed("token") };
    const asked =
      playback === undefined
        ? tokens(promptOf(value), { ...value.sampling, first }, gone)
        : patient(tokens)(promptOf(value), value.sampling, gone);
    playback ??= createPlayback(value.speed);
    const audience = { ...listener, playback };
    const audio = codec(told(asked, { complete: resolve, passed }), audience, gone);
    return { audio, complete: promise };
  };
  try {
    let current = await begin();
    while (current !== null) {
      const ahead: Promise<Spoken | null> = current.complete.then(begin);
      ahead.catch(() => {}); // seen when it is awaited
      yield* current.audio;
      current = await ahead;
    }
  } finally {
    left.abort(new SpeechError("aborted", "the reader left"));
    await source.return?.();
  }
}

function promptOf({ text, voice, reference }: Utterance): Prompt {
  if (reference === undefined) return { kind: "voice", voice, text };
  return { kind: "clone", referenceText: reference.text, referenceCodes: reference.codes, text };
}

/**
 * As `tokens`, but asks a busy LM again: one who hears the beginning already is not sent away in the middle. How long
 * that may last is the request's own limit.
 */
function patient(tokens: TokenSource): TokenSource {
  return async function* again(prompt, sampling, signal) {
    let begun = false;
    for (;;) {
      try {
        for await (const some of tokens(prompt, sampling, signal)) {
          begun = true;
          yield some;
        }
        return;
      } catch (error) {
        if (!(error instanceof SpeechError) || error.code !== "overloaded") throw error;
        // What was handed out is heard already: begun anew, the sentence would be said twice.
        if (begun) throw error;
        const pauseMs = 1000 * Math.min(MOST_PAUSE_S, error.retryAfterS ?? MOST_PAUSE_S);
        await setTimeout(pauseMs, undefined, { signal }).catch(() => {});
        if (signal.aborted) throw abortReason(signal);
      }
    }
  };
}

/** Passes tokens on, and tells when they are asked for, when some have come and when the last one has. */
async function* told(
  tokens: AsyncIterable<readonly number[]>,
  { complete, passed }: { readonly complete: () => void; readonly passed: (step: Step) => void },
): AsyncGenerator<readonly number[]> {
  passed("asked");
  for await (const some of tokens) {
    passed("token");
    yield some;
  }
  complete();
}
