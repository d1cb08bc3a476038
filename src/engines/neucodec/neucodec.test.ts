import { expect, test } from "bun:test";
import type { Codec } from "../../codec/codec.ts";
import type { Utterance } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import type { TokenSource } from "../../lm/source.ts";
import type { Step } from "../../timeline.ts";
import { openNeucodec } from "./neucodec.ts";

const SAMPLING = {
  temperature: 0.7,
  topP: 1,
  repetitionPenalty: 1,
  maxTokens: 100,
  maxTokensSet: false,
};
const LIVE = { kind: "live", targetMs: 300 } as const;

async function* said(texts: readonly string[]): AsyncGenerator<Utterance> {
  for (const text of texts)
    yield { text, words: [], voice: "husein", sampling: SAMPLING, speed: 1 };
}

/** A codec that reads tokens eagerly, as the real one does, and gives one chunk a piece of tokens. */
const codec: Codec = (tokens) => {
  const pieces = Array.fromAsync(tokens);
  pieces.catch(() => {});
  const chunks = (async function* audio(): AsyncGenerator<Float32Array> {
    for (const piece of await pieces) yield Float32Array.from(piece);
  })();
  return chunks;
};

/** Says one token a letter, and notes what happens. */
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

function engine(tokens: TokenSource, speakers: readonly string[] = ["husein"], decode = codec) {
  return openNeucodec({
    tokens,
    codec: decode,
    speakers,
    unready: () => null,
    figures: () => ({}),
    batches: () => new Map(),
    close: async () => {},
  });
}

test("utterances are spoken in order, and each generation begins when the one before is complete", async () => {
  const log: string[] = [];
  const audio = await Array.fromAsync(
    engine(lm(log)).speak(said(["ab", "c"]), { listener: LIVE }, new AbortController().signal),
  );
  expect(audio.flatMap(({ pcm }) => [...pcm])).toEqual([97, 98, 99]);
  expect(log).toEqual(["begin ab", "end ab", "closed ab", "begin c", "end c", "closed c"]);
});

test("the next generation does not wait until the current audio was read, but is only one ahead", async () => {
  const log: string[] = [];
  const speech = engine(lm(log)).speak(
    said(["a", "b", "c", "d"]),
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

test("the codec is told how fast its listener plays: one buffer for all utterances of a request", async () => {
  const heard: unknown[] = [];
  const listening: Codec = (tokens, listener, signal) => {
    heard.push(listener.playback);
    return codec(tokens, listener, signal);
  };
  async function* fast(): AsyncGenerator<Utterance> {
    for await (const utterance of said(["a", "b"])) yield { ...utterance, speed: 2 };
  }
  const signal = new AbortController().signal;
  await Array.fromAsync(
    engine(lm([]), ["husein"], listening).speak(fast(), { listener: LIVE }, signal),
  );
  expect(heard).toEqual([expect.objectContaining({ speed: 2 }), heard[0]]);
});

test("a reader that leaves ends the generations under way", async () => {
  const log: string[] = [];
  const client = new AbortController();
  const hang = Promise.withResolvers<void>();
  client.signal.addEventListener("abort", () => hang.resolve());
  const speech = engine(lm(log, (text) => (text === "b" ? hang.promise : Promise.resolve())));
  const audio = speech.speak(said(["a", "b"]), { listener: LIVE }, client.signal);
  const reader = audio[Symbol.asyncIterator]();
  await reader.next();
  client.abort();
  await reader.return?.();
  while (!log.includes("closed b")) await Bun.sleep(1);
});

test("a generation that fails fails the speech with its own error", async () => {
  const tokens: TokenSource = async function* broken() {
    yield [1];
    throw new SpeechError("upstream", "the speech LM broke off");
  };
  const speech = engine(tokens).speak(
    said(["a"]),
    { listener: LIVE },
    new AbortController().signal,
  );
  await expect(Array.fromAsync(speech)).rejects.toMatchObject({ code: "upstream" });
});

test("only the first utterance holds its tokens back till they can be heard, and they are told as they come", async () => {
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
    said(["a", "b"]),
    { listener: LIVE, hooks: { onStep } },
    new AbortController().signal,
  );
  await Array.fromAsync(speech);
  expect(firsts).toEqual([22, undefined]); // 12 tokens, and 10 of lookahead
  expect(steps.slice(0, 3)).toEqual(["asked", "token", "decoding"]);
});

/** An LM that is busy for the first `times` that it is asked for `text`. */
function busyLm(text: string, times: number, asked: string[]): TokenSource {
  const free = lm([]);
  return async function* tokens(request, signal) {
    asked.push(request.prompt.text);
    if (request.prompt.text === text && asked.filter((one) => one === text).length <= times)
      throw new SpeechError("overloaded", "the speech LM is busy", { retryAfterS: 0 });
    yield* free(request, signal);
  };
}

test("an LM that is busy in the middle of a text is asked again; at its beginning the client is told", async () => {
  const asked: string[] = [];
  const signal = new AbortController().signal;
  const later = engine(busyLm("b", 3, asked)).speak(said(["a", "b"]), { listener: LIVE }, signal);
  expect((await Array.fromAsync(later)).flatMap(({ pcm }) => [...pcm])).toEqual([97, 98]);
  expect(asked).toEqual(["a", "b", "b", "b", "b"]);
  const first = engine(busyLm("a", 1, [])).speak(said(["a", "b"]), { listener: LIVE }, signal);
  await expect(Array.fromAsync(first)).rejects.toMatchObject({ code: "overloaded" });
});

test("an LM that becomes busy in the middle of a sentence fails the speech: nothing is said twice", async () => {
  const asked: string[] = [];
  const tokens: TokenSource = async function* breaksOff({ prompt: { text } }) {
    asked.push(text);
    yield [text.charCodeAt(0)];
    const times = asked.filter((one) => one === text).length;
    if (text === "b" && times === 1)
      throw new SpeechError("overloaded", "the speech LM is busy", { retryAfterS: 0 });
  };
  const speech = engine(tokens).speak(
    said(["a", "b"]),
    { listener: LIVE },
    new AbortController().signal,
  );
  await expect(Array.fromAsync(speech)).rejects.toMatchObject({ code: "overloaded" });
  expect(asked).toEqual(["a", "b"]);
});

test("a reader that leaves while a busy LM is waited for ends the asking", async () => {
  const asked: string[] = [];
  const client = new AbortController();
  const speech = engine(busyLm("b", Infinity, asked)).speak(
    said(["a", "b"]),
    { listener: LIVE },
    client.signal,
  );
  const reader = speech[Symbol.asyncIterator]();
  await reader.next();
  const next = reader.next();
  while (asked.length < 3) await Bun.sleep(1);
  client.abort(new SpeechError("aborted", "left"));
  await expect(next).rejects.toMatchObject({ code: "aborted" });
  const times = asked.length;
  await Bun.sleep(20);
  expect(asked.length).toBe(times);
});

test("listed speakers are its voices; without any, every name is", () => {
  expect(engine(lm([])).voices).toEqual([{ id: "husein", name: "husein" }]);
  expect(engine(lm([]), []).openVoices).toBeTrue();
});

test("each step is told, so that a file whose audio comes late is not taken for silence", async () => {
  const steps: Step[] = [];
  const onStep = (step: Step): void => void steps.push(step);
  const listener = { kind: "file", targetMs: 10_000 } as const;
  const speech = engine(lm([])).speak(
    said(["ab", "c"]),
    { listener, hooks: { onStep } },
    new AbortController().signal,
  );
  await Array.fromAsync(speech);
  expect(steps).toEqual(["asked", "token", "asked", "token"]);
});
