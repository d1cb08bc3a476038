import { expect, test } from "bun:test";
import type { Codec } from "../../codec/codec.ts";
import type { Utterance } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import type { Prompt, TokenSource } from "../../lm/source.ts";
import { trace } from "../../text/spans.ts";
import { wordsOf } from "../../text/words.ts";
import type { Step } from "../../timeline.ts";
import { openNeucodec } from "./neucodec.ts";
import { SAMPLING } from "../../sampling.fake.ts";

const LIVE = { kind: "live", targetMs: 300 } as const;

async function* utterances(texts: readonly string[]): AsyncGenerator<Utterance> {
  for (const text of texts) {
    const words = wordsOf(trace(text));
    const own = { language: "ms", begins: "sentence", voice: "husein" } as const;
    yield { text, words, ...own, sampling: SAMPLING, speed: 1 };
  }
}

/** Reads tokens eagerly, as the real codec does, and makes one chunk of audio from each chunk of tokens. */
const codec: Codec = (tokens) => {
  const pieces = Array.fromAsync(tokens);
  pieces.catch(() => {});
  const chunks = (async function* audio(): AsyncGenerator<Float32Array> {
    for (const piece of await pieces) yield Float32Array.from(piece);
  })();
  return chunks;
};

/** Creates an LM that makes one token for each letter and logs the progress of each generation. */
function lm(log: string[], gate: (text: string) => Promise<void> = async () => {}): TokenSource {
  return async function* tokens({ prompt }, signal) {
    log.push(`begin ${prompt.text}`);
    try {
      await gate(prompt.text);
      if (signal.aborted) throw new SpeechError("aborted", "left");
      yield Array.from(prompt.text, (letter) => letter.charCodeAt(0));
      log.push(`end ${prompt.text}`);
    } finally {
      log.push(`closed ${prompt.text}`);
    }
  };
}

function engine(
  tokens: TokenSource,
  speakers: readonly string[] = ["husein"],
  decode = codec,
  continuesLast = false,
) {
  return openNeucodec({
    continuesLast,
    tokens,
    codec: decode,
    speakers,
    unready: () => null,
    figures: () => ({}),
    batches: () => new Map(),
    close: async () => {},
  });
}

test("utterances are spoken in order, and each is generated after the previous one is complete", async () => {
  const log: string[] = [];
  const audio = await Array.fromAsync(
    engine(lm(log)).speak(
      utterances(["ab", "c"]),
      { listener: LIVE },
      new AbortController().signal,
    ),
  );
  expect(audio.flatMap(({ pcm }) => [...pcm])).toEqual([97, 98, 99]);
  expect(log).toEqual(["begin ab", "end ab", "closed ab", "begin c", "end c", "closed c"]);
});

test("one generation runs ahead of the audio that is read", async () => {
  const log: string[] = [];
  const speech = engine(lm(log)).speak(
    utterances(["a", "b", "c", "d"]),
    { listener: LIVE },
    new AbortController().signal,
  );
  const reader = speech[Symbol.asyncIterator]();
  await reader.next();
  await Bun.sleep(5);
  expect(log).toContain("begin b");
  expect(log).not.toContain("begin c");
  await reader.return?.();
});

test("all utterances of a request share one playback model", async () => {
  const playbacks: unknown[] = [];
  const listening: Codec = (tokens, listener, signal) => {
    playbacks.push(listener.playback);
    return codec(tokens, listener, signal);
  };
  async function* fast(): AsyncGenerator<Utterance> {
    for await (const utterance of utterances(["a", "b"])) yield { ...utterance, speed: 2 };
  }
  const signal = new AbortController().signal;
  await Array.fromAsync(
    engine(lm([]), ["husein"], listening).speak(fast(), { listener: LIVE }, signal),
  );
  expect(playbacks).toEqual([expect.objectContaining({ speed: 2 }), playbacks[0]]);
});

test("the codec gets the codes of the previous utterance, also over several calls for one text", async () => {
  const befores: unknown[] = [];
  const listening: Codec = (tokens, listener, signal) => {
    befores.push(listener.before);
    return codec(tokens, listener, signal);
  };
  const { speak } = engine(lm([]), ["husein"], listening);
  const { signal } = new AbortController();
  const options = { listener: LIVE, memory: { last: null } };
  await Array.fromAsync(speak(utterances(["ab", "a".repeat(60)]), options, signal));
  await Array.fromAsync(speak(utterances(["c"]), options, signal));
  await Array.fromAsync(speak(utterances(["d"]), { listener: LIVE }, signal));
  expect(befores).toEqual([[], [97, 98], Array<number>(50).fill(97), []]);
});

test("with continuesLast the LM is prompted with the utterance before, else never", async () => {
  const prompts: Prompt[] = [];
  const listening: TokenSource = (request, signal) => {
    prompts.push(request.prompt);
    return lm([])(request, signal);
  };
  const { signal } = new AbortController();
  for (const continuesLast of [true, false]) {
    const { speak } = engine(listening, ["husein"], codec, continuesLast);
    await Array.fromAsync(
      speak(utterances(["ab", "a".repeat(601), "c"]), { listener: LIVE }, signal),
    );
  }
  const previous = prompts.map((prompt) => prompt.previous);
  expect(previous[1]).toEqual({ text: "ab", codes: [97, 98] });
  expect(previous.filter((each) => each !== undefined)).toHaveLength(1);
});

test("a client that disconnects ends the generations in flight", async () => {
  const log: string[] = [];
  const client = new AbortController();
  const hang = Promise.withResolvers<void>();
  client.signal.addEventListener("abort", () => hang.resolve());
  const speech = engine(lm(log, (text) => (text === "b" ? hang.promise : Promise.resolve())));
  const audio = speech.speak(utterances(["a", "b"]), { listener: LIVE }, client.signal);
  const reader = audio[Symbol.asyncIterator]();
  await reader.next();
  client.abort();
  await reader.return?.();
  while (!log.includes("closed b")) await Bun.sleep(1);
});

test("a failed generation fails the speech with the same error", async () => {
  const tokens: TokenSource = async function* broken() {
    yield [1];
    throw new SpeechError("upstream", "the speech LM broke off");
  };
  const speech = engine(tokens).speak(
    utterances(["a"]),
    { listener: LIVE },
    new AbortController().signal,
  );
  await expect(Array.fromAsync(speech)).rejects.toMatchObject({ code: "upstream" });
});

test("only the first generation buffers tokens until they make audio, and reports progress meanwhile", async () => {
  const firsts: unknown[] = [];
  const steps: Step[] = [];
  const tokens: TokenSource = async function* slow({ firstAudio }) {
    firsts.push(firstAudio?.tokens);
    firstAudio?.onProgress();
    steps.push("decoding");
    yield [1];
  };
  const onStep = (step: Step): void => void steps.push(step);
  const speech = engine(tokens).speak(
    utterances(["a", "b"]),
    { listener: LIVE, hooks: { onStep } },
    new AbortController().signal,
  );
  await Array.fromAsync(speech);
  expect(firsts).toEqual([22, undefined]); // 12 tokens, and 10 of lookahead
  expect(steps.slice(0, 3)).toEqual(["asked", "token", "decoding"]);
});

/** Creates an LM that refuses the first `times` requests for `text` as busy. */
function busyLm(text: string, times: number, requested: string[]): TokenSource {
  const free = lm([]);
  return async function* tokens(request, signal) {
    requested.push(request.prompt.text);
    if (request.prompt.text === text && requested.filter((one) => one === text).length <= times)
      throw new SpeechError("overloaded", "the speech LM is busy", { retryAfterS: 0 });
    yield* free(request, signal);
  };
}

test("a request to a busy LM is retried for later utterances, but not for the first", async () => {
  const requested: string[] = [];
  const signal = new AbortController().signal;
  const later = engine(busyLm("b", 3, requested)).speak(
    utterances(["a", "b"]),
    { listener: LIVE },
    signal,
  );
  expect((await Array.fromAsync(later)).flatMap(({ pcm }) => [...pcm])).toEqual([97, 98]);
  expect(requested).toEqual(["a", "b", "b", "b", "b"]);
  const first = engine(busyLm("a", 1, [])).speak(
    utterances(["a", "b"]),
    { listener: LIVE },
    signal,
  );
  await expect(Array.fromAsync(first)).rejects.toMatchObject({ code: "overloaded" });
});

test("an LM that becomes busy within an utterance fails the speech, so that nothing is spoken twice", async () => {
  const requested: string[] = [];
  const tokens: TokenSource = async function* breaksOff({ prompt: { text } }) {
    requested.push(text);
    yield [text.charCodeAt(0)];
    const times = requested.filter((one) => one === text).length;
    if (text === "b" && times === 1)
      throw new SpeechError("overloaded", "the speech LM is busy", { retryAfterS: 0 });
  };
  const speech = engine(tokens).speak(
    utterances(["a", "b"]),
    { listener: LIVE },
    new AbortController().signal,
  );
  await expect(Array.fromAsync(speech)).rejects.toMatchObject({ code: "overloaded" });
  expect(requested).toEqual(["a", "b"]);
});

test("a client that disconnects ends the retries of a busy LM", async () => {
  const requested: string[] = [];
  const client = new AbortController();
  const speech = engine(busyLm("b", Infinity, requested)).speak(
    utterances(["a", "b"]),
    { listener: LIVE },
    client.signal,
  );
  const reader = speech[Symbol.asyncIterator]();
  await reader.next();
  const next = reader.next();
  while (requested.length < 3) await Bun.sleep(1);
  client.abort(new SpeechError("aborted", "left"));
  await expect(next).rejects.toMatchObject({ code: "aborted" });
  const times = requested.length;
  await Bun.sleep(20);
  expect(requested.length).toBe(times);
});

test("marks come with the first chunk after the last token, in seconds of the whole answer", async () => {
  const speech = engine(lm([])).speak(
    utterances(["a", "b c"]),
    { listener: LIVE },
    new AbortController().signal,
  );
  const sounds = await Array.fromAsync(speech);
  // Each letter is one token (20 ms) of the fake LM, and one sample of the fake codec.
  expect(sounds[0]?.marks).toMatchObject([{ start: 0, end: 1, fromS: 0, toS: 0.02 }]);
  expect(sounds[1]?.marks).toMatchObject([{ start: 0 }, { start: 2 }]);
  expect(sounds[1]?.marks?.[0]?.fromS).toBeCloseTo(1 / 24_000, 9);
  expect(sounds[1]?.marks?.[1]?.toS).toBeCloseTo(1 / 24_000 + 3 / 50, 9);
});

test("marks come without samples if no chunk follows the last token", async () => {
  const hasty: Codec = (tokens) => {
    return (async function* audio(): AsyncGenerator<Float32Array> {
      for await (const piece of tokens) yield Float32Array.from(piece);
    })();
  };
  const speech = engine(lm([]), ["husein"], hasty).speak(
    utterances(["a"]),
    { listener: LIVE },
    new AbortController().signal,
  );
  expect(await Array.fromAsync(speech)).toEqual([
    { pcm: Float32Array.of(97) },
    { pcm: new Float32Array(0), marks: [{ start: 0, end: 1, fromS: 0, toS: 0.02 }] },
  ]);
});

test("the engine offers the listed speakers as voices, and without a list accepts every name", () => {
  expect(engine(lm([])).voices).toEqual([{ id: "husein", name: "husein" }]);
  expect(engine(lm([]), []).openVoices).toBeTrue();
});

test("each step is reported, so that a file whose audio comes late does not time out", async () => {
  const steps: Step[] = [];
  const onStep = (step: Step): void => void steps.push(step);
  const listener = { kind: "file", targetMs: 10_000 } as const;
  const speech = engine(lm([])).speak(
    utterances(["ab", "c"]),
    { listener, hooks: { onStep } },
    new AbortController().signal,
  );
  await Array.fromAsync(speech);
  expect(steps).toEqual(["asked", "token", "asked", "token"]);
});
