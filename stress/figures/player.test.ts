import { expect, test } from "bun:test";
import { play } from "./player.ts";

test("audio that arrives ahead of playback never stalls and needs no pre-roll", () => {
  const playback = play([
    [100, 100],
    [150, 100],
    [290, 100],
  ]);
  expect(playback).toEqual({ episodes: 0, stalledMs: 0, longestMs: 0, prerollMs: 0 });
});

test("a late chunk stalls once and moves the playhead for all that follows", () => {
  // Dry at 200, next chunk at 260: 60 ms of stall; the third is due at 360 then, and comes at 370: 10 ms, no episode.
  const chunks: [number, number][] = [
    [100, 100],
    [260, 100],
    [370, 100],
  ];
  expect(play(chunks)).toEqual({ episodes: 1, stalledMs: 60, longestMs: 60, prerollMs: 70 });
});

test("the needed pre-roll is exactly the one with which nothing stalls", () => {
  const chunks: [number, number][] = [
    [0, 80],
    [120, 80],
    [300, 80],
  ];
  const { prerollMs } = play(chunks);
  expect(play(chunks, prerollMs).longestMs).toBe(0);
  expect(play(chunks, prerollMs - 1).longestMs).toBeGreaterThan(0);
});
