import { expect, test } from "bun:test";
import type { Heard } from "../parts/player/player.ts";
import type { Take } from "../parts/take.ts";
import { type Spoken, withMeasured } from "./spoken.ts";

const TAKE: Take = {
  request: { input: "Hi.", voice: "anna", model: "flite" },
  state: "complete",
  words: [],
  chunks: [],
  audioS: 1,
  unspoken: 0,
  error: null,
  firstBytesMs: 10,
  completeMs: 20,
};
const UNHEARD: Spoken = { take: TAKE, firstSoundMs: null, stalls: 0, stalledMs: 0 };

const heard = (fields: Partial<Heard>): Heard => ({
  positionS: 0,
  lengthS: 1,
  isPlaying: true,
  isWaiting: false,
  stalls: 0,
  stalledMs: 0,
  firstSoundAtMs: null,
  ...fields,
});

test("the first sound counts from the request and is kept", () => {
  const first = withMeasured(UNHEARD, heard({ firstSoundAtMs: 1080 }), 1000);
  expect(first.firstSoundMs).toBe(80);
  expect(withMeasured(first, heard({ firstSoundAtMs: 1500 }), 1000)).toBe(first);
});

test("a stall is shown at once, its length in steps of more than 50 ms", () => {
  const stalled = withMeasured(UNHEARD, heard({ stalls: 1, stalledMs: 10 }), 0);
  expect(stalled).toMatchObject({ stalls: 1, stalledMs: 10 });
  expect(withMeasured(stalled, heard({ stalls: 1, stalledMs: 60 }), 0)).toBe(stalled);
  expect(withMeasured(stalled, heard({ stalls: 1, stalledMs: 61 }), 0).stalledMs).toBe(61);
});
