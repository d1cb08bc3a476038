import { expect, test } from "bun:test";
import { createPlayback } from "./playback.ts";

/** Samples from `first` on, loud enough to be heard. */
const ramp = (first: number, count: number): Int16Array =>
  Int16Array.from({ length: count }, (_, at) => (first + at) * 100);

function started() {
  const playback = createPlayback();
  playback.handle({ do: "load", take: 1 });
  playback.handle({ do: "play" });
  let frame = 0;
  const pull = (count: number): number[] => {
    const out = new Float32Array(count);
    playback.next(out, frame);
    frame += count;
    return Array.from(out, (sample) => Math.round((sample * 32_768) / 100));
  };
  return { playback, pull };
}

test("samples are played across chunks, in order, while they arrive", () => {
  const { playback, pull } = started();
  playback.handle({ do: "append", pcm: ramp(1, 3) });
  playback.handle({ do: "append", pcm: ramp(4, 3) });
  expect(pull(4)).toEqual([1, 2, 3, 4]);
  playback.handle({ do: "append", pcm: ramp(7, 2) });
  expect(pull(4)).toEqual([5, 6, 7, 8]);
  expect(playback.report()).toMatchObject({ position: 8, length: 8, frame: 8, stalls: 0 });
});

test("a wait before the first sample is no stall, a wait after it is one", () => {
  const { playback, pull } = started();
  pull(4);
  expect(playback.report()).toMatchObject({ stalls: 0, isSounding: false, isPlaying: true });
  playback.handle({ do: "append", pcm: ramp(1, 4) });
  pull(4);
  pull(4);
  pull(4);
  expect(playback.report()).toMatchObject({ stalls: 1, stalledFrames: 8 });
  playback.handle({ do: "append", pcm: ramp(5, 4) });
  pull(4);
  pull(4);
  expect(playback.report()).toMatchObject({ stalls: 2, stalledFrames: 12 });
});

test("a chunk that ends inside a fill is one stall, and its silence is counted", () => {
  const { playback, pull } = started();
  playback.handle({ do: "append", pcm: ramp(1, 6) });
  pull(4);
  expect(pull(4)).toEqual([5, 6, 0, 0]);
  pull(4);
  expect(playback.report()).toMatchObject({ stalls: 1, stalledFrames: 6 });
});

test("the end of a complete sound is no stall, and it can be played again", () => {
  const { playback, pull } = started();
  playback.handle({ do: "append", pcm: ramp(1, 6) });
  playback.handle({ do: "complete" });
  pull(4);
  pull(4);
  expect(playback.report()).toMatchObject({ isEnded: true, isPlaying: false, stalls: 0 });
  playback.handle({ do: "seek", sample: 2 });
  playback.handle({ do: "play" });
  expect(pull(2)).toEqual([3, 4]);
});

test("the first sound is the first sample that can be heard", () => {
  const { playback, pull } = started();
  playback.handle({ do: "append", pcm: new Int16Array(5) });
  playback.handle({ do: "append", pcm: ramp(1, 5) });
  pull(4);
  expect(playback.report().firstSoundFrame).toBeNull();
  pull(4);
  expect(playback.report().firstSoundFrame).toBe(5);
});

test("a paused sound keeps its place", () => {
  const { playback, pull } = started();
  playback.handle({ do: "append", pcm: ramp(1, 8) });
  pull(2);
  playback.handle({ do: "pause" });
  expect(pull(2)).toEqual([0, 0]);
  playback.handle({ do: "play" });
  expect(pull(2)).toEqual([3, 4]);
});

test("a seek stays inside the sound, and a new sound begins at its start", () => {
  const { playback, pull } = started();
  playback.handle({ do: "append", pcm: ramp(1, 4) });
  playback.handle({ do: "seek", sample: 99 });
  expect(playback.report().position).toBe(4);
  playback.handle({ do: "seek", sample: -1 });
  expect(playback.report().position).toBe(0);
  pull(2);
  playback.handle({ do: "load", take: 2 });
  expect(playback.report()).toMatchObject({ take: 2, position: 0, length: 0, isPlaying: false });
});
