import { expect, test } from "bun:test";
import { random } from "../fixtures/random.ts";
import type { Work } from "./fair-queue.ts";
import { createGate, type GateOptions } from "./gate.ts";

const OPTIONS: GateOptions = {
  maxInFlight: 4,
  steadyInFlight: 4,
  maxQueue: 100,
  maxAudioS: null,
  shared: false,
  queueTimeoutMs: 30_000,
};

function work(key: string, audioS = 3, live = true): Work {
  return { key, audioS, live };
}

/** A gate with a clock of its own; `offer` tells what became of the work. */
function open(options: Partial<GateOptions>) {
  const gate = createGate<Work>({ ...OPTIONS, ...options });
  let nowMs = 0;
  const offer = (one: Work): "in" | "waits" | "refused" => {
    gate.arrive(nowMs, one);
    if (gate.next(nowMs) === one) return "in";
    if (gate.refusal(nowMs, one) === null) return "waits";
    gate.drop(nowMs, one);
    return "refused";
  };
  const end = (one: Work, heldMs = 1000): Work | null => {
    gate.end(nowMs, one, heldMs);
    return gate.next(nowMs);
  };
  return { gate, offer, end, pass: (ms: number) => void (nowMs += ms) };
}

test("a burst may fill all places and the queue, while load that lasts refuses who would listen to silence", () => {
  const { offer, end, pass } = open({ maxInFlight: 8 });
  const burst = Array.from({ length: 20 }, () => work(""));
  expect(burst.map(offer)).toEqual([...Array(8).fill("in"), ...Array(12).fill("waits")]);
  pass(300);
  for (const one of burst) end(one);
  // All were served; the load goes on for a moment.
  const steady = Array.from({ length: 5 }, () => work(""));
  expect(steady.map(offer)).toEqual([...Array(4).fill("in"), "refused"]);
  expect(offer(work("", 3, false))).toBe("waits");
});

test("a listener may wait for as long as nobody hears it, also under load", () => {
  const { offer, end, pass } = open({});
  const first = Array.from({ length: 4 }, () => work(""));
  first.forEach(offer);
  pass(300);
  for (const one of first) {
    end(one, 200); // a place comes free every 50 ms
    offer(one);
  }
  expect(offer(work(""))).toBe("waits");
  expect(offer(work(""))).toBe("waits");
  expect(offer(work(""))).toBe("refused");
});

test("after a pause of a second a burst is welcome again", () => {
  const { offer, end, pass } = open({});
  const first = Array.from({ length: 4 }, () => work(""));
  first.forEach(offer);
  pass(300);
  expect(offer(work(""))).toBe("refused");
  for (const one of first) end(one);
  pass(1000);
  expect(Array.from({ length: 6 }, () => offer(work("")))).toEqual([
    ...Array(4).fill("in"),
    ...Array(2).fill("waits"),
  ]);
});

test("places are counted in seconds of audio, a long text with what the engine holds of it at a time", () => {
  const { offer, end } = open({ maxAudioS: 40 });
  const hour = work("", 3600, false);
  expect([offer(hour), offer(work("", 10)), offer(work("", 10))]).toEqual(["in", "in", "waits"]);
  // A small one does not overtake it, or it might wait forever.
  expect(offer(work("", 1, false))).toBe("waits");
  expect(end(hour)?.audioS).toBe(10);
});

test("one of several keys never takes the last place, in flight or waiting", () => {
  const { gate, offer } = open({ maxInFlight: 18, steadyInFlight: 18, maxQueue: 18, shared: true });
  const greedy = Array.from({ length: 50 }, () => offer(work("a")));
  expect(greedy.filter((answer) => answer === "in").length).toBe(16);
  expect([gate.inFlight, gate.queued]).toEqual([16, 16]);
  expect(offer(work("b"))).toBe("in");
});

test("a key that floods leaves every request of another key its turn", () => {
  const { gate, offer, end } = open({ maxInFlight: 1, steadyInFlight: 1, shared: true });
  const running = work("a");
  offer(running);
  for (let i = 0; i < 80; i++) offer(work("a"));
  const single = work("b");
  expect(offer(single)).toBe("waits");
  expect(end(running)).toBe(single);
  expect(gate.queued).toBe(80);
});

test("the predicted wait is that of the key's own turn", () => {
  const { gate, offer, end, pass } = open({ maxInFlight: 1, steadyInFlight: 1 });
  const first = work("a", 3, false);
  offer(first);
  pass(2000);
  end(first, 2000);
  offer(first);
  for (let i = 0; i < 9; i++) offer(work("a", 3, false));
  expect(gate.waitMs(work("a", 3, false))).toBe(20_000);
  expect(gate.waitMs(work("b", 3, false))).toBe(2000);
});

test("places never exceed the limit and all come back, whatever arrives, ends and leaves", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const pick = random(seed);
    const options = {
      maxInFlight: 1 + pick(12),
      steadyInFlight: 1,
      maxQueue: pick(20),
      maxAudioS: pick(2) === 0 ? null : 60,
      shared: pick(2) === 0,
    };
    options.steadyInFlight = 1 + pick(options.maxInFlight);
    const gate = createGate<Work>({ ...OPTIONS, ...options });
    const running = new Set<Work>();
    const waiting = new Set<Work>();
    let nowMs = 0;
    const advance = (): void => {
      for (let next = gate.next(nowMs); next !== null; next = gate.next(nowMs)) {
        expect(waiting.delete(next)).toBeTrue();
        running.add(next);
      }
    };
    const arrive = (): void => {
      const one = work(String(pick(3)), 0.2 + pick(100), pick(2) === 0);
      gate.arrive(nowMs, one);
      waiting.add(one);
      advance();
      if (!waiting.has(one) || gate.refusal(nowMs, one) === null) return;
      gate.drop(nowMs, one);
      waiting.delete(one);
    };
    const finish = (): void => {
      const [one] = running;
      if (one === undefined) return;
      running.delete(one);
      gate.end(nowMs, one, 100);
      advance();
    };
    const leave = (): void => {
      const [one] = waiting;
      if (one === undefined) return;
      expect(gate.drop(nowMs, one)).toBeTrue();
      waiting.delete(one);
      advance();
    };
    for (let step = 0; step < 500; step++) {
      nowMs += pick(200);
      [arrive, arrive, finish, leave][pick(4)]?.();
      expect(gate.inFlight).toBe(running.size);
      expect(gate.queued).toBe(waiting.size);
      expect(gate.inFlight).toBeLessThanOrEqual(options.maxInFlight);
      expect(gate.queued).toBeLessThanOrEqual(options.maxQueue);
    }
    while (running.size > 0) finish();
    expect([gate.inFlight, gate.queued, waiting.size]).toEqual([0, 0, 0]);
  }
});
