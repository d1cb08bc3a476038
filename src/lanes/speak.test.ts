import { expect, test } from "bun:test";
import type { Listener, Utterance } from "../engine.ts";
import { SAMPLING } from "../sampling.fake.ts";
import type { Sound } from "../sound.ts";
import { trace } from "../text/spans.ts";
import { wordsOf } from "../text/words.ts";
import type { Step } from "../timeline.ts";
import { type Speaker, speak, type SpokenPart } from "./speak.ts";

const HZ = 1000;
const LIVE: Listener = { kind: "live", targetMs: 300 };

async function* utterances(texts: readonly string[]): AsyncGenerator<Utterance> {
  for (const [at, text] of texts.entries()) {
    const words = wordsOf(trace(text));
    const begins = at === 0 ? "text" : "sentence";
    yield { text, words, language: "en", begins, voice: "any", speed: 1, sampling: SAMPLING };
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Run = Speaker<string>["pool"]["run"];

/** A speaker whose job is the utterance's text, with a pause of 0.1 s between two sentences. */
function speakerOf(run: Run): Speaker<string> {
  const jobsOf = ({ text, words, begins }: Utterance) => [
    { job: text, words, pauseS: begins === "text" ? 0 : 0.1 },
  ];
  return { pool: { run }, sampleRate: HZ, jobsOf };
}

/** A part of `ms` milliseconds in which `words` are spoken one after another. */
function part(ms: number, words: readonly number[] = []): SpokenPart {
  const times = words.map((word) => ({ word, fromS: word / 10, toS: word / 10 + 0.05 }));
  return { samples: new Float32Array((ms * HZ) / 1000).fill(0.5), times };
}

async function spoken(texts: readonly string[], run: Run): Promise<Sound[]> {
  const speech = { utterances: utterances(texts), listener: LIVE };
  return Array.fromAsync(speak(speakerOf(run), speech, new AbortController().signal));
}

test("parts are heard in order, with a pause between two jobs and marks in the time of the answer", async () => {
  const sounds = await spoken(["one two", "three"], async (job, { onPart }) => {
    onPart(part(100, [0]));
    if (job === "one two") onPart(part(200, [1]));
  });
  const levels = sounds.flatMap(({ pcm }) => [...pcm]);
  expect(levels).toEqual([...Array(300).fill(0.5), ...Array(100).fill(0), ...Array(100).fill(0.5)]);
  expect(sounds.flatMap(({ marks = [] }) => marks)).toEqual([
    { start: 0, end: 3, fromS: 0, toS: 0.05 },
    { start: 4, end: 7, fromS: 0.1, toS: expect.closeTo(0.15) },
    { start: 0, end: 5, fromS: 0.4, toS: 0.45 },
  ]);
});

test("the steps of each job are reported: it waits, it is begun, and its parts come", async () => {
  const steps: Step[] = [];
  const run: Run = async (job, { onBegin, onPart }) => {
    await nextTurn();
    onBegin?.();
    onPart(part(100));
    if (job === "one") onPart(part(100));
  };
  const hooks = { onStep: (step: Step) => void steps.push(step) };
  const speech = { utterances: utterances(["one", "two"]), listener: LIVE, hooks };
  await Array.fromAsync(speak(speakerOf(run), speech, new AbortController().signal));
  const one: Step[] = ["waiting", "speaking", "spoken", "spoken"];
  expect(steps).toEqual([...one, "waiting", "speaking", "spoken"]);
});

test("silence is set at the end of an answer, unless more of it can follow", async () => {
  const run: Run = async (_job, { onPart }) => onPart(part(100));
  const jobsOf = ({ text, words }: Utterance) => [{ job: text, words, pauseS: 0, endS: 0.2 }];
  const speaker = { pool: { run }, sampleRate: HZ, jobsOf };
  for (const [continues, ms] of [
    [false, 400],
    [true, 200],
  ] as const) {
    const listener: Listener = { ...LIVE, continues };
    const speech = { utterances: utterances(["one", "two"]), listener };
    const sounds = await Array.fromAsync(speak(speaker, speech, new AbortController().signal));
    expect(sounds.reduce((sum, { pcm }) => sum + pcm.length, 0)).toBe(ms);
  }
});

test("a long part is cut into chunks of 250 ms and a part without samples carries its marks", async () => {
  const sounds = await spoken(["one two"], async (_job, { onPart }) => {
    onPart(part(600, [0]));
    onPart(part(0, [1]));
  });
  expect(sounds.map(({ pcm, marks = [] }) => [pcm.length, marks.length])).toEqual([
    [250, 1],
    [250, 0],
    [100, 0],
    [0, 1],
  ]);
});

test("the next job begins when the current one is complete, and no job is made two ahead", async () => {
  const begun: string[] = [];
  const complete = Promise.withResolvers<void>();
  const speech = { utterances: utterances(["one", "two", "three"]), listener: LIVE };
  const run: Run = async (job, { onPart }) => {
    begun.push(job);
    onPart(part(100));
    if (job === "one") await complete.promise;
  };
  const sound = speak(speakerOf(run), speech, new AbortController().signal);
  await sound.next();
  await nextTurn();
  expect(begun).toEqual(["one"]);
  complete.resolve();
  await nextTurn();
  expect(begun).toEqual(["one", "two"]);
  await sound.return(undefined);
});

test("a job is due when the sound before it has been played", async () => {
  const due: (() => number)[] = [];
  const beganMs = performance.now();
  await spoken(["one", "two", "three"], async (_job, { deadlineMs, onPart }) => {
    due.push(deadlineMs);
    onPart(part(5000));
  });
  expect(due[2]?.()).toBeGreaterThanOrEqual(beganMs + 10_000 + 200);
});

test("an error of a job comes after the sound before it", async () => {
  const heard: Sound[] = [];
  const speech = { utterances: utterances(["good", "bad", "never"]), listener: LIVE };
  const begun: string[] = [];
  const run: Run = async (job, { onPart }) => {
    begun.push(job);
    if (job === "bad") throw new Error("broken");
    onPart(part(100));
  };
  const sound = speak(speakerOf(run), speech, new AbortController().signal);
  const all = (async () => {
    for await (const each of sound) heard.push(each);
  })();
  await expect(all).rejects.toThrow("broken");
  expect(heard).toHaveLength(1);
  expect(begun).toEqual(["good", "bad"]);
});

test("a reader that returns aborts the job that is made ahead and closes the utterances", async () => {
  let [aborted, closed] = [false, false];
  const begun = Promise.withResolvers<void>();
  async function* source(): AsyncGenerator<Utterance> {
    try {
      yield* utterances(["one", "two", "three"]);
    } finally {
      closed = true;
    }
  }
  const run: Run = async (job, { onPart }, signal) => {
    if (job === "one") return onPart(part(100));
    begun.resolve();
    const { promise, reject } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => {
      aborted = true;
      reject(new Error("left"));
    });
    await promise;
  };
  const speech = { utterances: source(), listener: LIVE };
  for await (const _sound of speak(speakerOf(run), speech, new AbortController().signal)) {
    await begun.promise;
    break;
  }
  expect({ aborted, closed }).toEqual({ aborted: true, closed: true });
});

test("an utterance without a sound has no job", async () => {
  const speaker = { ...speakerOf(async (_job, { onPart }) => onPart(part(100))), jobsOf: () => [] };
  const speech = { utterances: utterances(["..."]), listener: LIVE };
  expect(await Array.fromAsync(speak(speaker, speech, new AbortController().signal))).toEqual([]);
});
