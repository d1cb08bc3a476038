import { expect, test } from "bun:test";
import { type Filter, joined } from "./audio/pcm.ts";
import { filterSound, type Mark, pcmOf, type Sound } from "./sound.ts";

const mark = (start: number, fromS: number, toS: number): Mark => {
  return { start, end: start + 1, fromS, toS };
};
const NONE = new Float32Array(0);

async function* stream(...sounds: readonly Sound[]): AsyncGenerator<Sound> {
  yield* sounds;
}

/** Creates a filter that returns each chunk one call later. */
function delay(): Filter {
  let held: Float32Array = NONE;
  return {
    push(chunk) {
      const out = held;
      held = chunk;
      return out;
    },
    end: () => held,
  };
}

test("filterSound yields the output of the filter, also the samples that it returns at the end", async () => {
  const sounds = stream({ pcm: Float32Array.of(1) }, { pcm: Float32Array.of(2, 3) });
  expect(await Array.fromAsync(filterSound(sounds, delay(), 1))).toEqual([
    { pcm: Float32Array.of(1) },
    { pcm: Float32Array.of(2, 3) },
  ]);
});

test("filterSound divides the times of marks by the speed and keeps their places in the text", async () => {
  const sounds = stream({ pcm: Float32Array.of(1), marks: [mark(7, 1, 3)] });
  expect(await Array.fromAsync(filterSound(sounds, delay(), 2))).toEqual([
    { pcm: Float32Array.of(1), marks: [mark(7, 0.5, 1.5)] },
  ]);
});

test("marks of a chunk that the filter holds back come once, in order, with the next samples", async () => {
  const sounds = stream(
    { pcm: Float32Array.of(1), marks: [mark(0, 0, 1)] },
    { pcm: Float32Array.of(2), marks: [mark(1, 1, 2)] },
    { pcm: Float32Array.of(3) },
  );
  expect(await Array.fromAsync(filterSound(sounds, delay(), 1))).toEqual([
    { pcm: Float32Array.of(1), marks: [mark(0, 0, 1), mark(1, 1, 2)] },
    { pcm: Float32Array.of(2) },
    { pcm: Float32Array.of(3) },
  ]);
});

test("filterSound divides a long chunk in pieces of at most 0.2 s, lets timers run between them, and puts the marks first", async () => {
  let timers = 0;
  const timer = setInterval(() => (timers += 1), 0);
  const slow: Filter = {
    push(chunk) {
      const until = performance.now() + 3;
      while (performance.now() < until); // a portion of computation
      return chunk;
    },
    end: () => NONE,
  };
  const pcm = Float32Array.from({ length: 24_000 }, (_, at) => at);
  const marks = [mark(0, 0, 1)];
  const out = await Array.fromAsync(filterSound(stream({ pcm, marks }), slow, 1));
  clearInterval(timer);
  expect(out.map((sound) => sound.pcm.length)).toEqual([4800, 4800, 4800, 4800, 4800]);
  expect(out.map((sound) => sound.marks)).toEqual([marks, ...Array(4).fill(undefined)]);
  expect(joined(out.map((sound) => sound.pcm))).toEqual(pcm);
  expect(timers).toBeGreaterThanOrEqual(3);
});

test("filterSound yields marks that come after the last samples", async () => {
  const last = { pcm: NONE, marks: [mark(0, 0, 1)] };
  const pass: Filter = { push: (chunk) => chunk, end: () => NONE };
  expect(await Array.fromAsync(filterSound(stream(last), pass, 1))).toEqual([last]);
  expect(await Array.fromAsync(filterSound(stream(), pass, 1))).toEqual([]);
});

test("pcmOf skips chunks without samples", async () => {
  const pcm = Float32Array.of(1);
  const sounds = stream({ pcm: NONE, marks: [mark(0, 0, 1)] }, { pcm });
  expect(await Array.fromAsync(pcmOf(sounds))).toEqual([pcm]);
});
