import { expect, test } from "bun:test";
import { play } from "./player.ts";

test("play() - audio that arrives ahead of playback does not stall", () => {
  const playback = play([
    [100, 100],
    [150, 100],
    [290, 100],
  ]);
  expect(playback).toEqual({ episodes: 0, stalledMs: 0, longestMs: 0, prerollMs: 0 });
});

test("play() - a late chunk stalls once and delays the playhead", () => {
  // Playback runs out of audio at 200 ms and the next chunk arrives at 260 ms, which is a stall of 60 ms. The third chunk
  // is then due at 360 ms and arrives at 370 ms, and 10 ms is not an episode.
  const chunks: [number, number][] = [
    [100, 100],
    [260, 100],
    [370, 100],
  ];
  expect(play(chunks)).toEqual({ episodes: 1, stalledMs: 60, longestMs: 60, prerollMs: 70 });
});

test("play() - reports the smallest pre-roll that prevents every stall", () => {
  const chunks: [number, number][] = [
    [0, 80],
    [120, 80],
    [300, 80],
  ];
  const { prerollMs } = play(chunks);
  expect(play(chunks, prerollMs).longestMs).toBe(0);
  expect(play(chunks, prerollMs - 1).longestMs).toBeGreaterThan(0);
});

test("play() - a stall of exactly 20 ms is not an episode", () => {
  const stalled = (ms: number) =>
    play([
      [0, 100],
      [100 + ms, 100],
    ]);
  expect(stalled(20)).toEqual({ episodes: 0, stalledMs: 0, longestMs: 20, prerollMs: 20 });
  expect(stalled(21)).toEqual({ episodes: 1, stalledMs: 21, longestMs: 21, prerollMs: 21 });
});

test("play() - adds up the stalls and reports the longest stall", () => {
  const playback = play([
    [0, 100],
    [150, 100],
    [280, 100],
  ]);
  expect(playback).toEqual({ episodes: 2, stalledMs: 80, longestMs: 50, prerollMs: 80 });
});

test("play() - counts the reported pre-roll from the first audio, even if playback starts with a pre-roll", () => {
  const late: [number, number][] = [
    [100, 100],
    [260, 100],
  ];
  expect(play(late, 10)).toMatchObject({ longestMs: 50, prerollMs: 60 });
});
