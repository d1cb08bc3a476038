import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import { percentile } from "../../src/stats/percentiles.ts";
import type { Work } from "../admission/fairQueue.ts";
import { createGate } from "../admission/gate.ts";

/** Audio of the two utterances of each request, seconds. */
const PARTS = [4.5, 2.9] as const;
const AUDIO_S = 7.4;
const LANES = 2;
/** Time that a lane needs for an utterance: 50 ms for the first one. */
const costMs = (audioS: number): number => 5 + 10 * audioS;
const ALONE_MS = costMs(PARTS[0]);
const CAPACITY_PER_MS = LANES / PARTS.reduce((sum, part) => sum + costMs(part), 0);
const TARGET_MS = 300;

interface Request extends Work {
  readonly arrivedMs: number;
  admittedMs: number | null;
  firstMs: number | null;
  handedS: number;
  done: number;
  stalls: boolean;
}

interface Seen {
  readonly firstMs: readonly number[];
  readonly refused: number;
  readonly stalled: number;
}

/**
 * Simulates the gate and an engine with two lanes in virtual time. Like flite, the engine serves the request first whose
 * client would run out of audio first. Requests arrive at random at `times` the capacity of the engine. Clients read as
 * fast as they can.
 */
function simulate(times: number, seconds: number): Seen {
  const pick = random(1);
  const unit = (): number => (pick(1_000_000) + 0.5) / 1_000_000;
  const gate = createGate<Request>({
    maxInFlight: 128,
    maxQueue: 128,
    maxAudioS: null,
    shared: false,
    queueTimeoutMs: 30_000,
  });
  const events: { readonly atMs: number; readonly happen: () => void }[] = [];
  const wanted: Request[] = [];
  const firstMs: number[] = [];
  let [nowMs, free, refused, stalled] = [0, LANES, 0, 0];

  const dryMs = ({ firstMs, handedS, admittedMs }: Request): number =>
    firstMs === null ? (admittedMs ?? 0) + TARGET_MS : firstMs + handedS * 1000;
  const run = (): void => {
    while (free > 0) {
      const request = wanted.sort((a, b) => dryMs(a) - dryMs(b)).shift();
      if (request === undefined) return;
      free -= 1;
      const atMs = nowMs + costMs(PARTS[request.done] ?? 0) * (0.7 + 0.6 * unit());
      events.push({ atMs, happen: () => spoken(request) });
    }
  };
  const spoken = (request: Request): void => {
    free += 1;
    if (request.firstMs === null) firstMs.push(nowMs - request.arrivedMs);
    else if (nowMs > dryMs(request)) request.stalls = true;
    request.firstMs ??= nowMs;
    const audioS = PARTS[request.done] ?? 0;
    request.done += 1;
    request.handedS += audioS;
    gate.onAudio(nowMs, request, audioS);
    if (request.done < PARTS.length) {
      gate.onWaiting(request);
      wanted.push(request);
    } else {
      if (request.stalls) stalled += 1;
      gate.end(nowMs, request, nowMs - (request.admittedMs ?? 0));
    }
    admit();
  };
  const admit = (): void => {
    for (let next = gate.next(nowMs); next !== null; next = gate.next(nowMs)) {
      next.admittedMs = nowMs;
      wanted.push(next);
    }
    run();
  };
  const arrive = (): void => {
    const open = { admittedMs: null, firstMs: null, handedS: 0, done: 0, stalls: false };
    const request: Request = { key: "", live: true, audioS: AUDIO_S, arrivedMs: nowMs, ...open };
    gate.arrive(nowMs, request);
    admit();
    if (request.admittedMs !== null || gate.refusal(nowMs, request) === null) return;
    gate.drop(request);
    refused += 1;
  };

  const comeLater = (): void => {
    const atMs = nowMs - Math.log(unit()) / (times * CAPACITY_PER_MS);
    if (atMs > seconds * 1000) return;
    events.push({
      atMs,
      happen() {
        comeLater();
        arrive();
      },
    });
  };
  comeLater();
  for (;;) {
    const next = events.sort((a, b) => b.atMs - a.atMs).pop();
    if (next === undefined) break;
    nowMs = next.atMs;
    next.happen();
  }
  expect([gate.inFlight, gate.queued]).toEqual([0, 0]);
  return { firstMs, refused, stalled };
}

function p95({ firstMs }: Seen): number {
  return percentile(Float64Array.from(firstMs).sort(), 0.95, "type7");
}

test("at 70 % of the capacity, no request is refused or stalls", () => {
  const seen = simulate(0.7, 20);
  expect([seen.refused, seen.stalled]).toEqual([0, 0]);
  expect(p95(seen)).toBeLessThan(3 * ALONE_MS);
});

test("at ten times the capacity, admitted requests start quickly and rarely stall", () => {
  const seconds = 60;
  const seen = simulate(10, seconds);
  const served = CAPACITY_PER_MS * seconds * 1000;
  expect(seen.firstMs.length).toBeGreaterThan(0.85 * served);
  expect(seen.refused).toBeGreaterThan(8 * served);
  expect(seen.stalled).toBeLessThan(0.01 * served);
  expect(p95(seen)).toBeLessThan(3.2 * ALONE_MS);
});
