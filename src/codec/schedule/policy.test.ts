import { expect, test } from "bun:test";
import { random } from "../../../fixtures/random.ts";
import { runMs } from "./cost.ts";
import { firstTokens, type WaitingStream } from "./cuts.ts";
import { codesOf } from "../decode/decoder.fake.ts";
import { DEVICE, SHAPE, waitingStream } from "./waiting.fake.ts";
import { pick } from "./policy.ts";
import { SAMPLES_PER_TOKEN } from "../codes.ts";
import { isOverloaded } from "./slack.ts";
import { createStream } from "../stream/stream.ts";
import { cutLength, windowShape } from "./windows.ts";

/** A device whose windows are never longer than the listener's hop. */
const SHORT = { ...DEVICE, maxHopTokens: 0 };

/** Returns the indices in `waiting` of the streams in the run, in order. */
function served(nowMs: number, waiting: readonly WaitingStream[], device = DEVICE): number[] {
  return pick(nowMs, waiting, device).batch.map(({ stream }) => waiting.indexOf(stream));
}

/** Returns streams of random position, lead and number of tokens. */
function anyStreams(next: (below: number) => number): WaitingStream[] {
  return Array.from({ length: 1 + next(12) }, () => {
    const playing = next(3) > 0;
    const position = playing ? next(400) : 0;
    const kind = next(4) === 0 ? "file" : "live";
    const arrived = position + next(250);
    const deadlineMs = 1000 + next(2500) - next(500);
    return waitingStream({
      kind,
      playing,
      position,
      arrived,
      deadlineMs,
      complete: next(3) === 0,
      sinceMs: next(1000),
    });
  });
}

test.each([
  [1.5, 0.2, 22],
  [1.5, 0.1, 17],
  [0.1, 0, 5],
])(
  "pick() - with a hop of %d s and a context of %d s, the first window needs %d tokens",
  (hopS, contextS, tokens) => {
    const listener = { kind: "live", targetMs: 300, hopS, contextS } as const;
    const { shape } = windowShape(listener, DEVICE.budgetTokens);
    const late = (arrived: number) =>
      waitingStream({ shape, position: 0, playing: false, arrived, deadlineMs: -10_000 });
    expect(firstTokens(listener)).toBe(tokens);
    expect(pick(0, [late(tokens - 1)], DEVICE)).toEqual({ batch: [], wakeMs: null });
    expect(pick(0, [late(tokens)], DEVICE).batch).toHaveLength(1);
  },
);

test("pick() - starts no run while no stream can be decoded", () => {
  expect(pick(0, [], DEVICE)).toEqual({ batch: [], wakeMs: null });
  const dry = waitingStream({ arrived: 100 });
  const soon = waitingStream({ arrived: 105 }); // no token has its lookahead
  const file = waitingStream({ kind: "file", arrived: 200 }); // its window is not full
  expect(pick(0, [dry, soon, file], DEVICE)).toEqual({ batch: [], wakeMs: null });
  const ended = waitingStream({ kind: "file", arrived: 100, complete: true });
  expect(pick(0, [ended], DEVICE)).toEqual({ batch: [], wakeMs: null });
});

test("pick() - the stream with the earliest deadline leads the run", () => {
  const next = random(1);
  for (let i = 0; i < 300; i += 1) {
    const waiting = Array.from({ length: 2 + next(8) }, () =>
      waitingStream({ deadlineMs: next(3000) }),
    );
    const earliest = waiting.toSorted((a, b) => a.deadlineMs - b.deadlineMs)[0];
    expect(pick(0, waiting, DEVICE).batch[0]?.stream.deadlineMs).toBe(earliest!.deadlineMs);
  }
});

test("pick() - a stream's deadline is its target until the first chunk, then its underrun", () => {
  const stream = createStream({
    crossfadeMs: 12,
    listener: { kind: "live", targetMs: 300 },
    shape: SHAPE,
    nowMs: 1000,
    changed: () => {},
  });
  expect(stream).toMatchObject({ deadlineMs: 1300, playing: false });
  stream.push(codesOf(50, 1));
  const cut = { position: 0, before: 0, hop: 40, after: 10 };
  stream.cut(cut);
  stream.deliver(1200, new Float32Array(50 * SAMPLES_PER_TOKEN));
  // 40 tokens of 20 ms less the 12 ms of the next crossfade.
  expect(stream).toMatchObject({ deadlineMs: 1200 + 800 - 12, playing: true });
  const first = waitingStream({ position: 0, playing: false, deadlineMs: 1300 });
  expect(served(1000, [waitingStream({ deadlineMs: 1301 }), first])[0]).toBe(1);
  expect(served(1000, [waitingStream({ deadlineMs: 1299 }), first])[0]).toBe(0);
});

test("pick() - keeps runs of random streams within the device's limits", () => {
  const next = random(2);
  let [runs, shared] = [0, 0];
  for (let i = 0; i < 3000; i += 1) {
    const waiting = anyStreams(next);
    const device = { ...DEVICE, budgetTokens: 200 + next(1000), maxBatch: 1 + next(8) };
    const { batch, wakeMs } = pick(1000, waiting, device);
    if (batch.length === 0) continue;
    expect(wakeMs).toBeNull();
    expect(new Set(batch.map(({ cut }) => cutLength(cut))).size).toBe(1);
    expect(new Set(batch.map(({ stream }) => stream)).size).toBe(batch.length);
    expect(batch.length).toBeLessThanOrEqual(device.maxBatch);
    const tokens = batch.length * cutLength(batch[0]!.cut);
    const overloaded = isOverloaded({ nowMs: 1000, waiting, device });
    if (batch.length > 1 || !overloaded) expect(tokens).toBeLessThanOrEqual(device.budgetTokens);
    for (const { stream, cut } of batch) {
      expect(cut.position + cut.hop + cut.after).toBeLessThanOrEqual(stream.arrived);
    }
    runs += 1;
    if (batch.length > 1) shared += 1;
  }
  expect(runs).toBeGreaterThan(1000);
  expect(shared).toBeGreaterThan(100);
});

test("pick() - starts a run if any of the random streams has a full window", () => {
  const next = random(3);
  for (let i = 0; i < 1000; i += 1) {
    const waiting = anyStreams(next);
    const { batch, wakeMs } = pick(1000, waiting, DEVICE);
    const full = waiting.some((one) => one.kind === "live" && one.arrived - one.position >= 96);
    if (full) expect(batch.length).toBeGreaterThan(0);
    if (wakeMs !== null) expect(wakeMs).toBeGreaterThan(1000);
  }
});

test("pick() - fills the run up to the budget and the maximum batch", () => {
  const waiting = Array.from({ length: 12 }, () => waitingStream());
  expect(served(0, waiting, { ...SHORT, budgetTokens: 96 * 5 })).toHaveLength(5);
  expect(served(0, waiting, { ...SHORT, budgetTokens: 96 * 5 - 1 })).toHaveLength(4);
  expect(served(0, waiting, { ...SHORT, budgetTokens: 5000, maxBatch: 3 })).toHaveLength(3);
});

test("pick() - limits the batch so that the run ends before another stream's deadline", () => {
  const device = { ...DEVICE, budgetTokens: 5000 };
  const waiting = Array.from({ length: 6 }, () => waitingStream({ deadlineMs: 900 }));
  const first = waitingStream({ deadlineMs: 890 });
  const batch = served(0, [...waiting, first], device);
  expect(batch.length).toBeGreaterThan(1);
  expect(batch.length).toBeLessThan(7);
  expect(runMs(device.cost, batch.length, 96)).toBeLessThan(890);
});

test("pick() - a stream with a long lead waits for a full window until 1 s before its underrun", () => {
  const partly = waitingStream({ arrived: 160, deadlineMs: 5000 });
  expect(pick(0, [partly], DEVICE)).toEqual({ batch: [], wakeMs: 4000 });
  expect(pick(3999, [partly], DEVICE)).toEqual({ batch: [], wakeMs: 4000 });
  expect(pick(4000, [partly], DEVICE).batch[0]?.cut).toMatchObject({ hop: 50, after: 10 });
  const later = waitingStream({ arrived: 160, deadlineMs: 6000 });
  expect(pick(0, [later, partly], DEVICE).wakeMs).toBe(4000);
  expect(pick(0, [partly, later], DEVICE).wakeMs).toBe(4000);
  expect(served(0, [waitingStream({ deadlineMs: 5000 })])).toEqual([0]); // its window is full
  const last = waitingStream({ arrived: 130, complete: true, deadlineMs: 5000 });
  expect(served(0, [last])).toEqual([0]); // no token follows
});

test("pick() - a stream with few tokens waits until the time of two runs before its deadline", () => {
  const few = waitingStream({ arrived: 115, deadlineMs: 1000 });
  // Five new tokens get context up to 32 tokens, and a run of 32 tokens takes 28 + 1.2 · 32 ms.
  const wakeMs = 1000 - 2 * (28 + 1.2 * 32);
  expect(pick(0, [few], DEVICE)).toEqual({ batch: [], wakeMs });
  expect(served(wakeMs, [few])).toEqual([0]);
  const begins = waitingStream({ position: 0, arrived: 15, playing: false, deadlineMs: 10 });
  expect(pick(1000, [begins], DEVICE)).toEqual({ batch: [], wakeMs: null });
});

test("pick() - only live streams that may underrun soon precede a file", () => {
  const file = waitingStream({ kind: "file", position: 0, arrived: 400, deadlineMs: 200 });
  const urgent = waitingStream({ deadlineMs: 900 });
  const ahead = waitingStream({ deadlineMs: 4000 });
  expect(served(0, [file, urgent])[0]).toBe(1);
  expect(served(0, [file, ahead])[0]).toBe(0);
});

test("pick() - 2 s after its arrival or the last file, a file precedes late live streams", () => {
  const sinceMs = 500;
  const file = waitingStream({ kind: "file", arrived: 500, deadlineMs: 9e5, sinceMs });
  const urgent = waitingStream({ deadlineMs: -50 });
  expect(served(2499, [file, urgent])[0]).toBe(1);
  expect(served(2500, [file, urgent])[0]).toBe(0);
  const device = { ...DEVICE, lastFileMs: 3000 };
  expect(served(4999, [file, urgent], device)[0]).toBe(1);
  expect(served(5000, [file, urgent], device)[0]).toBe(0);
});

test("pick() - files run every 2 s while live streams are late", () => {
  const startsMs: number[] = [];
  let [nowMs, lastFileMs] = [0, -Infinity];
  while (nowMs < 30_000) {
    const files = [1, 2].map(() => waitingStream({ kind: "file", arrived: 500, deadlineMs: 9e5 }));
    const late = [1, 2, 3].map((index) => waitingStream({ deadlineMs: nowMs - index }));
    const { batch } = pick(nowMs, [...files, ...late], { ...DEVICE, lastFileMs });
    if (batch[0]?.stream.kind === "file") {
      startsMs.push(nowMs);
      lastFileMs = nowMs;
    }
    nowMs += runMs(DEVICE.cost, batch.length, cutLength(batch[0]!.cut));
  }
  const gaps = startsMs.slice(1).map((startMs, index) => startMs - startsMs[index]!);
  expect(startsMs.length).toBeGreaterThan(10);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2000);
  expect(Math.max(...gaps)).toBeLessThan(2000 + runMs(DEVICE.cost, 1, DEVICE.fileWindowTokens));
});

test("pick() - shortens a window to 24 or more new tokens if another stream would underrun", () => {
  const hop = (deadlineMs: number, { playing = true, lanes = 1 } = {}) => {
    const [position, arrived] = playing ? [100, 300] : [0, 300];
    const leader = waitingStream({ deadlineMs: deadlineMs - 1, playing, position, arrived });
    const device = { ...DEVICE, lanes };
    return pick(0, [leader, waitingStream({ deadlineMs })], device).batch[0]?.cut.hop;
  };
  // A full run takes 28 + 1.2 · 96 = 143.2 ms; a small run of the other stream takes 28 + 1.2 · 37 = 72.4 ms.
  expect(hop(216)).toBe(75);
  expect(hop(215)).toBe(74);
  expect(hop(190)).toBe(53);
  expect(hop(160)).toBe(28);
  expect(hop(100)).toBe(24);
  expect(hop(72)).toBe(75); // the other stream is late in any case
  expect(hop(190, { lanes: 2 })).toBe(75); // the other lane serves the other stream
  expect(hop(190, { playing: false })).toBe(12); // a first window is short already
});

test("pick() - a stream joins a run only if joining is cheaper than a run of its own", () => {
  const leader = waitingStream({ deadlineMs: 400 });
  // A run of the last 30 or 65 tokens costs 28 ms and 41 or 76 tokens. Joining the leader costs 96 tokens.
  const partly = { arrived: 130, deadlineMs: 500, complete: true } as const;
  const fitting = waitingStream({ ...partly, arrived: 165 });
  const device = { ...SHORT, budgetTokens: 5000 };
  expect(served(0, [leader, fitting], device)).toEqual([0, 1]);
  expect(served(0, [leader, waitingStream(partly)], device)).toEqual([0]);
  const free = { ...device, cost: { fixedMs: 0, perTokenMs: 1.2 } };
  expect(served(0, [leader, fitting], free)).toEqual([0]);
  expect(served(0, [leader, waitingStream()], free)).toEqual([0, 1]);
});

test("pick() - a window of 12 new tokens does not count as short", () => {
  const stream = waitingStream({ arrived: 122, deadlineMs: 5000 });
  expect(pick(0, [stream], DEVICE)).toEqual({ batch: [], wakeMs: 4000 });
});

test("pick() - overdue files are ordered by deadline", () => {
  const file = { kind: "file", position: 0, arrived: 400, sinceMs: -2000 } as const;
  const [later, earlier] = [2000, 1000].map((deadlineMs) => waitingStream({ ...file, deadlineMs }));
  const device = { ...DEVICE, lastFileMs: -2000 };
  expect(served(0, [later!, earlier!], device)[0]).toBe(1);
});

test("pick() - limits the batch so that the run ends before the leader's own deadline", () => {
  const device = { ...SHORT, budgetTokens: 5000 };
  const others = [1, 2, 3].map(() => waitingStream({ deadlineMs: 5000 }));
  const batch = (deadlineMs: number) =>
    served(0, [waitingStream({ deadlineMs }), ...others], device);
  // Runs of one, two and three windows take 143.2, 258.4 and 373.6 ms.
  expect(batch(250)).toHaveLength(1);
  expect(batch(300)).toHaveLength(2);
  expect(batch(380)).toHaveLength(3);
});

test("pick() - the target of a first chunk does not limit the batch", () => {
  const device = { ...DEVICE, budgetTokens: 5000 };
  const first = { position: 0, playing: false } as const;
  const [late, other] = [30, 5000].map((deadlineMs) => waitingStream({ ...first, deadlineMs }));
  expect(served(0, [late!, other!], device)).toHaveLength(2);
});

test("pick() - the deadline of a file does not limit the batch", () => {
  const device = { ...DEVICE, budgetTokens: 5000 };
  const file = { kind: "file", arrived: 200, complete: true } as const;
  const files = [10, 5000].map((deadlineMs) => waitingStream({ ...file, deadlineMs }));
  expect(served(0, files, device)).toHaveLength(2);
});

test("pick() - does not shorten a file's window", () => {
  const file = waitingStream({ kind: "file", arrived: 500, sinceMs: -2000 });
  const device = { ...DEVICE, lastFileMs: -2000 };
  const [leader] = pick(0, [file, waitingStream({ deadlineMs: 150 })], device).batch;
  expect(leader).toMatchObject({ stream: file, cut: { before: 11, hop: 304, after: 10 } });
});
