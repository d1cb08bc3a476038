import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import { joined } from "../audio/pcm.ts";
import { createTrimmer } from "./edges.ts";

/** Seconds at 24 kHz, each part as [duration in ms, level as amplitude of a 300 Hz wave]. */
function sound(...parts: readonly (readonly [number, number])[]): Float32Array {
  return joined(
    parts.map(([ms, level]) =>
      Float32Array.from({ length: ms * 24 }, (_, at) => level * Math.cos((2 * Math.PI * at) / 80)),
    ),
  );
}

function trimmed(
  samples: Float32Array,
  size = (): number => samples.length,
): { out: Float32Array; dropped: number } {
  const trimmer = createTrimmer();
  const out: Float32Array[] = [];
  for (let at = 0; at < samples.length;) {
    const end = at + size();
    out.push(trimmer.push(samples.slice(at, end)));
    at = end;
  }
  out.push(trimmer.end());
  return { out: joined(out), dropped: trimmer.droppedSamples };
}

/** Amplitude of a wave at −60 dBFS. */
const HUSH = 0.0014;

test("30 ms stay before the first sound and 50 ms after the last, and the dropped samples are counted", () => {
  const input = sound([300, HUSH], [100, 0.3], [400, HUSH]);
  const { out, dropped } = trimmed(input);
  expect(dropped).toBe(270 * 24);
  expect(out).toHaveLength((30 + 100 + 50) * 24);
  expect(out.slice(72, -72)).toEqual(input.slice(dropped + 72, dropped + out.length - 72));
});

test("silence that is shorter than that stays as it is", () => {
  const input = sound([20, 0], [100, 0.3], [40, 0]);
  const { out, dropped } = trimmed(input);
  expect(dropped).toBe(0);
  expect(out).toHaveLength(input.length);
});

test("silence inside stays, but no silence comes out before sound follows it", () => {
  const input = sound([100, 0.3], [500, 0], [100, 0.3]);
  expect(trimmed(input).out.slice(72, -72)).toEqual(input.slice(72, -72));
  const trimmer = createTrimmer();
  const first = trimmer.push(input.slice(0, 600 * 24));
  expect(first.length).toBeLessThanOrEqual(100 * 24);
  expect(trimmer.push(input.slice(600 * 24)).length).toBeGreaterThan(590 * 24);
});

test("both edges fade within 3 ms, even where the sound has no silence around it", () => {
  const { out } = trimmed(sound([100, 0.5]));
  expect(out).toHaveLength(2400);
  for (const edge of [out.slice(0, 72), out.slice(-72).toReversed()]) {
    expect(Math.abs(edge[0]!)).toBeLessThan(0.005);
    edge.forEach((sample, at) =>
      expect(Math.abs(sample)).toBeLessThanOrEqual((0.5 * (at + 1)) / 72),
    );
  }
  expect(Math.abs(out[80]!)).toBeCloseTo(0.5, 5);
});

test("the samples are the same for all chunk sizes", () => {
  const next = random(4);
  for (let turn = 0; turn < 20; turn += 1) {
    const parts = Array.from(
      { length: 6 },
      (_, at) => [next(120), at % 2 === 0 ? 0 : 0.1] as const,
    );
    const input = sound(...parts).slice(next(50));
    const oneChunk = trimmed(input);
    for (const size of [() => 1 + next(30), () => 300, () => 1 + next(5000)])
      expect(trimmed(input, size)).toEqual(oneChunk);
  }
});

test("nothing comes out of silence", () => {
  const input = sound([400, HUSH]);
  expect(trimmed(input, () => 500)).toEqual({ out: new Float32Array(0), dropped: input.length });
  expect(trimmed(new Float32Array(0)).out).toHaveLength(0);
});

test("a sound that ends within a frame is kept to its end", () => {
  const input = sound([50, 0], [50.5, 0.3]);
  expect(trimmed(input).out).toHaveLength(input.length - 20 * 24);
});
