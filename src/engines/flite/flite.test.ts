import { afterAll, expect, test } from "bun:test";
import type { Engine, Listener, Utterance } from "../../engine.ts";
import { openFlite, speak } from "./flite.ts";
import { FLITE_HZ } from "./synthesizer.ts";

const SAMPLING = {
  temperature: 0.7,
  topP: 1,
  repetitionPenalty: 1,
  maxTokens: 100,
  maxTokensSet: false,
};
const LIVE: Listener = { kind: "live", targetMs: 300 };
const engine: Engine = await openFlite({ workers: 2 });
afterAll(() => engine.close());

interface Wish {
  readonly voice?: string;
  readonly speed?: number;
}

async function* said(
  texts: readonly string[],
  { voice = "slt", speed = 1 }: Wish = {},
): AsyncGenerator<Utterance> {
  for (const text of texts) yield { text, words: [], voice, speed, sampling: SAMPLING };
}

async function seconds(texts: readonly string[], wish: Wish = {}): Promise<number> {
  let samples = 0;
  for await (const { pcm } of engine.speak(
    said(texts, wish),
    { listener: LIVE },
    new AbortController().signal,
  ))
    samples += pcm.length;
  return samples / engine.sampleRate;
}

test("every voice speaks audibly", async () => {
  for (const voice of engine.voices) {
    const chunks = await Array.fromAsync(
      engine.speak(
        said(["Good morning, everybody."], { voice: voice.id }),
        { listener: LIVE },
        new AbortController().signal,
      ),
    );
    const samples = chunks.flatMap(({ pcm }) => [...pcm]);
    const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
    expect(samples.length / engine.sampleRate).toBeWithin(0.8, 3);
    expect(rms).toBeGreaterThan(0.02);
  }
}, 30_000);

test("speed stretches the time, from a quarter to four times", async () => {
  const text = ["The quick brown fox jumps over the lazy dog."];
  const natural = await seconds(text);
  for (const speed of [0.25, 0.5, 2, 4]) {
    const ratio = (await seconds(text, { speed })) / (natural / speed);
    expect(ratio).toBeWithin(0.85, 1.25);
  }
}, 30_000);

test("requests at once each get their own words, whole and in order", async () => {
  const texts = [
    ["one."],
    ["one two three four.", "five six."],
    ["a much longer sentence than the others are."],
  ];
  const alone = [];
  for (const text of texts) alone.push(await seconds(text));
  const together = await Promise.all([...texts, ...texts].map((text) => seconds(text)));
  expect(together).toEqual([...alone, ...alone]);
}, 30_000);

test("any characters are harmless", async () => {
  const hostile = [
    "-h --help -voice",
    "a\0b",
    "é ñ ü 你好 😀 \ud800 x",
    `"quoted" $(x) %s%n`,
    "<b>x</b>",
  ];
  for (const text of hostile) expect(await seconds([text])).toBeGreaterThan(0.1);
}, 30_000);

test("a reader that leaves in the middle frees the Workers for the next", async () => {
  for (let index = 0; index < 20; index += 1) {
    const client = new AbortController();
    const speech = engine.speak(
      said(Array(50).fill("This is a sentence of some length.")),
      { listener: LIVE },
      client.signal,
    );
    for await (const { pcm } of speech) {
      expect(pcm.length).toBeGreaterThan(0);
      break;
    }
    client.abort();
  }
  expect(await seconds(["still here."])).toBeGreaterThan(0.3);
  expect(engine.unready()).toBeNull();
}, 120_000);

test("an abort before first audio ends the wait", async () => {
  const client = new AbortController();
  const audio = engine.speak(said(["never heard."]), { listener: LIVE }, client.signal);
  const speech = audio[Symbol.asyncIterator]();
  const first = speech.next();
  client.abort();
  expect(first).rejects.toMatchObject({ code: "aborted" });
}, 30_000);

test("an unknown voice is an error of its request only", async () => {
  expect(seconds(["x."], { voice: "/etc/passwd" })).rejects.toMatchObject({
    code: "unknown_voice",
  });
  expect(await seconds(["still here."])).toBeGreaterThan(0.3);
}, 30_000);

test("who has an utterance in hand needs the next when it is heard, not before", async () => {
  const due: (() => number)[] = [];
  const utteranceS = 5;
  const voices = {
    async run(_job: unknown, deadlineMs: () => number): Promise<Float32Array> {
      due.push(deadlineMs);
      return new Float32Array(utteranceS * FLITE_HZ);
    },
    unready: () => null,
    close() {},
  };
  const speech = { utterances: said(["one.", "two."]), listener: LIVE };
  const beganMs = performance.now();
  for await (const _chunk of speak(voices, speech, new AbortController().signal)) {
    if (due.length === 2) break;
    await Promise.resolve();
  }
  expect(due[1]?.()).toBeGreaterThanOrEqual(beganMs + utteranceS * 1000);
});
