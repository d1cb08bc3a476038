import { afterAll, expect, test } from "bun:test";
import { OUTPUT_HZ } from "../../audio/pcm.ts";
import type { Engine, Listener, Utterance } from "../../engine.ts";
import { gathered } from "../../sound.fake.ts";
import { openFlite } from "./flite.ts";
import { trace } from "../../text/spans.ts";
import { wordsOf } from "../../text/words.ts";
import { SAMPLING } from "../../sampling.fake.ts";
import type { Step } from "../../timeline.ts";

const LIVE: Listener = { kind: "live", targetMs: 300 };
const engine: Engine = await openFlite({ workers: 2 });
afterAll(() => engine.close());

interface Options extends Partial<Pick<Utterance, "voice" | "speed" | "begins" | "isOpen">> {}

async function* utterances(
  texts: readonly string[],
  { voice = "slt", speed = 1, begins = "sentence", isOpen = false }: Options = {},
): AsyncGenerator<Utterance> {
  for (const text of texts) {
    const words = wordsOf(trace(text));
    yield {
      text,
      words,
      language: "en",
      begins,
      isOpen,
      voice,
      speed,
      sampling: SAMPLING,
    };
  }
}

async function seconds(texts: readonly string[], options: Options = {}): Promise<number> {
  let samples = 0;
  for await (const { pcm } of engine.speak(
    utterances(texts, options),
    { listener: LIVE },
    new AbortController().signal,
  ))
    samples += pcm.length;
  return samples / engine.sampleRate;
}

test("the steps of a request are reported", async () => {
  const steps: Step[] = [];
  const hooks = { onStep: (step: Step) => void steps.push(step) };
  const options = { listener: LIVE, hooks };
  const never = new AbortController().signal;
  await Array.fromAsync(engine.speak(utterances(["the old harbour."]), options, never));
  expect(steps.slice(0, 3)).toEqual(["waiting", "speaking", "spoken"]);
});

test("inside a sentence an utterance has no long silence at its edges, and its words have their times", async () => {
  const text = "the old harbour,";
  const say = async (options: Options) => {
    const speech = utterances([text], options);
    const never = new AbortController().signal;
    const { samples, marks } = await gathered(engine.speak(speech, { listener: LIVE }, never));
    return { marks, lengthS: samples.length / engine.sampleRate };
  };
  const whole = await say({});
  const inner = await say({ begins: "word", isOpen: true });
  const [lead, tail] = [whole.marks[0]!.fromS, whole.lengthS - whole.marks.at(-1)!.toS];
  expect(Math.min(lead, tail)).toBeGreaterThan(0.1);
  expect(inner.marks[0]!.fromS).toBeCloseTo(0.02, 3);
  expect(inner.lengthS - inner.marks.at(-1)!.toS).toBeCloseTo(0.02, 3);
  expect(inner.lengthS).toBeCloseTo(whole.lengthS - lead - tail + 0.04, 3);
  const clause = await say({ begins: "clause" });
  expect(clause.lengthS).toBeCloseTo(whole.lengthS - lead + 0.02, 3);
});

test("every voice speaks audibly", async () => {
  for (const voice of engine.voices) {
    const { samples } = await gathered(
      engine.speak(
        utterances(["Good morning, everybody."], { voice: voice.id }),
        { listener: LIVE },
        new AbortController().signal,
      ),
    );
    const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
    expect(samples.length / engine.sampleRate).toBeWithin(0.8, 3);
    expect(rms).toBeGreaterThan(0.02);
  }
}, 30_000);

test.each(["slt", "kal"])(
  "the audio of voice %s is loud within marks and quiet between them",
  async (voice) => {
    const texts = ["Mango, paper, seven, and lemons.", "Yellow, running."];
    const { samples: pcm, marks } = await gathered(
      engine.speak(utterances(texts, { voice }), { listener: LIVE }, new AbortController().signal),
    );
    const loudness = (fromS: number, toS: number): number => {
      const part = pcm.slice(Math.round(fromS * OUTPUT_HZ), Math.round(toS * OUTPUT_HZ));
      return Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / part.length);
    };
    const whole = loudness(0, pcm.length / OUTPUT_HZ);
    expect(marks.map(({ start }) => start)).toEqual([0, 7, 14, 21, 25, 0, 8]);
    for (const [at, { fromS, toS }] of marks.entries()) {
      expect(loudness(fromS, toS)).toBeGreaterThan(whole / 2);
      const nextS = marks[at + 1]?.fromS ?? pcm.length / OUTPUT_HZ;
      if (nextS > toS) expect(loudness(toS + 0.02, nextS - 0.02)).toBeLessThan(whole / 5);
    }
  },
  30_000,
);

test("speed scales the duration, from 0.25 to 4", async () => {
  const text = ["The quick brown fox jumps over the lazy dog."];
  const natural = await seconds(text);
  for (const speed of [0.25, 0.5, 2, 4]) {
    const ratio = (await seconds(text, { speed })) / (natural / speed);
    expect(ratio).toBeWithin(0.85, 1.25);
  }
}, 30_000);

test("concurrent requests each get their own audio", async () => {
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

test("texts with control characters, flags and other scripts are spoken", async () => {
  const hostile = [
    "-h --help -voice",
    "a\0b",
    "é ñ ü 你好 😀 \ud800 x",
    `"quoted" $(x) %s%n`,
    "<b>x</b>",
  ];
  for (const text of hostile) expect(await seconds([text])).toBeGreaterThan(0.1);
}, 30_000);

test("a client that disconnects mid-answer frees its Worker", async () => {
  for (let index = 0; index < 6; index += 1) {
    const client = new AbortController();
    const speech = engine.speak(
      utterances(Array(50).fill("This is a sentence of some length.")),
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

test("an abort before the first audio rejects at once", async () => {
  const client = new AbortController();
  const audio = engine.speak(utterances(["never heard."]), { listener: LIVE }, client.signal);
  const speech = audio[Symbol.asyncIterator]();
  const first = speech.next();
  client.abort();
  expect(first).rejects.toMatchObject({ code: "aborted" });
}, 30_000);

test("an unknown voice fails only its request", async () => {
  expect(seconds(["x."], { voice: "/etc/passwd" })).rejects.toMatchObject({
    code: "unknown_voice",
  });
  expect(await seconds(["still here."])).toBeGreaterThan(0.3);
}, 30_000);
