import type { Codec } from "../../codec/codec.ts";
import { CODEC_HZ } from "../../codec/codes.ts";
import { firstTokens } from "../../codec/schedule/cuts.ts";
import type { Engine, SpeakOptions, Utterance, Voice } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import { retryWhileBusy } from "../../lm/retryWhileBusy.ts";
import type { Prompt, TokenSource } from "../../lm/source.ts";
import { createPlayback, type Playback } from "../../playback.ts";
import type { Sound } from "../../sound.ts";
import type { Step } from "../../timeline.ts";

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
    sampleRate: CODEC_HZ,
    voices: speakers.map((name): Voice => ({ id: name, name })),
    nativeSpeed: false,
    timing: "estimated",
    openVoices: speakers.length === 0,
    speakable: /[\p{L}\p{N}]/u,
    speak: (utterances, options, signal) =>
      speak({ tokens, codec }, { utterances, ...options }, signal),
  };
}

interface Speech extends SpeakOptions {
  readonly utterances: AsyncIterable<Utterance>;
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
  { utterances, listener, hooks = {} }: Speech,
  signal: AbortSignal,
): AsyncGenerator<Sound> {
  const left = new AbortController();
  const gone = AbortSignal.any([signal, left.signal]);
  const source = utterances[Symbol.asyncIterator]();
  // All utterances of a request fill one listener's buffer. Who hears them faster, behind this engine, empties it so.
  let playback: Playback | undefined;
  const { onStep = () => {} } = hooks;
  const begin = async (): Promise<Spoken | null> => {
    const { done, value } = await source.next();
    if (done) return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    const request = { prompt: promptOf(value), sampling: value.sampling, hooks };
    const firstAudio = { tokens: firstTokens(listener), onProgress: () => onStep("token") };
    const generated =
      playback === undefined
        ? tokens({ ...request, firstAudio }, gone)
        : retryWhileBusy(tokens)(request, gone);
    playback ??= createPlayback(value.speed);
    const audio = codec(
      reportProgress(generated, { onStep, onComplete: resolve }),
      { ...listener, playback, onStep },
      gone,
    );
    return { audio, complete: promise };
  };
  try {
    let current = await begin();
    while (current !== null) {
      const ahead: Promise<Spoken | null> = current.complete.then(begin);
      ahead.catch(() => {}); // seen when it is awaited
      for await (const pcm of current.audio) yield { pcm };
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

interface Progress {
  readonly onStep: (step: Step) => void;
  /** Called once, after the last token. */
  readonly onComplete: () => void;
}

/** Yields the tokens unchanged and reports when they are requested, when a piece arrives and when the last has arrived. */
async function* reportProgress(
  tokens: AsyncIterable<readonly number[]>,
  { onStep, onComplete }: Progress,
): AsyncGenerator<readonly number[]> {
  onStep("asked");
  for await (const piece of tokens) {
    onStep("token");
    yield piece;
  }
  onComplete();
}
