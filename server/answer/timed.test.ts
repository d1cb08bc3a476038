import { expect, test } from "bun:test";
import { formOf } from "../../src/audio/encode/form.ts";
import type { Mark, Sound } from "../../src/sound.ts";
import { type TimedPart, timedParts } from "./timed.ts";

const PCM = formOf("pcm");
/** 0.1 s. */
const CHUNK = new Float32Array(2400);

function mark(fromS: number, toS: number): Mark {
  return { start: 0, end: 1, fromS, toS };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const partsOf = (sounds: readonly Sound[], form = PCM): Promise<TimedPart[]> =>
  Array.fromAsync(timedParts(each(sounds), form));

/** Returns `bytes: starts of the words` of each part. */
function shown(parts: readonly TimedPart[]): string[] {
  return parts.map(
    ({ bytes, marks }) => `${bytes.length}: ${marks.map(({ fromS }) => fromS).join(",")}`,
  );
}

test("timedParts() - a chunk waits until the words in it are known, and no word is later than its audio", async () => {
  const [early, late] = [mark(0, 0.05), mark(0.12, 0.35)];
  const parts = await partsOf([
    { pcm: CHUNK, marks: [early] },
    { pcm: CHUNK },
    { pcm: CHUNK, marks: [late] },
    { pcm: CHUNK },
  ]);
  expect(shown(parts)).toEqual(["4800: 0", "4800: 0.12", "4800: ", "4800: "]);
  expect(parts.map(({ untilS }) => untilS)).toEqual([0.1, 0.2, expect.closeTo(0.3), 0.4]);
  expect(parts.map(({ isLast }) => isLast)).toEqual([false, false, false, true]);
});

test("timedParts() - a chunk is not held if a word that ends after it is known", async () => {
  const read: number[] = [];
  async function* sounds(): AsyncGenerator<Sound> {
    for (let chunk = 0; chunk < 3; chunk += 1) {
      read.push(chunk);
      yield chunk === 0 ? { pcm: CHUNK, marks: [mark(0, 0.25)] } : { pcm: CHUNK };
    }
  }
  const parts = timedParts(sounds(), PCM);
  await parts.next();
  expect(read).toEqual([0]);
  await parts.return(undefined);
});

test("timedParts() - words at the end and marks without samples come with the last part", async () => {
  const parts = await partsOf([
    { pcm: CHUNK },
    { pcm: new Float32Array(0), marks: [mark(0, 0.05), mark(0.09, 0.1)] },
  ]);
  expect(shown(parts)).toEqual(["4800: 0,0.09"]);
});

test("timedParts() - a long chunk comes in parts of 0.25 s", async () => {
  const parts = await partsOf([{ pcm: new Float32Array(15_000), marks: [mark(0, 0.6)] }]);
  expect(shown(parts)).toEqual(["12000: 0", "12000: ", "6000: "]);
});

test("timedParts() - the times of an MP3 stream include the delay of its decoder", async () => {
  const [first, ...rest] = await partsOf(
    Array.from({ length: 20 }, (_, at) =>
      at === 0 ? { pcm: CHUNK, marks: [mark(0, 2)] } : { pcm: CHUNK },
    ),
    formOf("mp3"),
  );
  expect(first?.marks[0]?.fromS).toBeCloseTo(1105 / 24_000);
  expect(rest.at(-1)?.untilS).toBeCloseTo(2 + 1105 / 24_000);
});

test("timedParts() - closes the sound if its reader stops", async () => {
  let closed = 0;
  async function* sounds(): AsyncGenerator<Sound> {
    try {
      for (;;) yield { pcm: CHUNK, marks: [mark(0, 100)] };
    } finally {
      closed += 1;
    }
  }
  const parts = timedParts(sounds(), PCM);
  await parts.next();
  await parts.return(undefined);
  expect(closed).toBe(1);
});
