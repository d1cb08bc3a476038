import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import type { Work } from "./fairQueue.ts";
import { createGate, type GateOptions } from "./gate.ts";

const OPTIONS: GateOptions = {
  maxInFlight: 4,
  maxQueue: 100,
  maxAudioS: null,
  shared: false,
  queueTimeoutMs: 30_000,
};

function work(key: string, audioS = 3, live = true): Work {
  return { key, audioS, live };
}

/** Creates a gate with a fake clock that only `pass` advances. `offer` returns the decision of the gate. */
function open(options: Partial<GateOptions>) {
  const gate = createGate<Work>({ ...OPTIONS, ...options });
  let nowMs = 0;
  const offer = (one: Work): "starts" | "waits" | "refused" => {
    gate.arrive(nowMs, one);
    if (gate.next(nowMs) === one) return "starts";
    if (gate.refusal(nowMs, one) === null) return "waits";
    gate.drop(one);
    return "refused";
  };
  const end = (one: Work, serviceMs = 1000): Work | null => {
    gate.end(nowMs, one, serviceMs);
    return gate.next(nowMs);
  };
  const serve = (one: Work): void => gate.onAudio(nowMs, one, one.audioS);
  return { gate, offer, end, serve, pass: (ms: number) => void (nowMs += ms) };
}

test("a burst can fill all slots and the queue", () => {
  const { gate, offer } = open({ maxQueue: 10 });
  const answers = Array.from({ length: 20 }, () => offer(work("")));
  expect(answers).toEqual([
    ...Array(4).fill("starts"),
    ...Array(10).fill("waits"),
    ...Array(6).fill("refused"),
  ]);
  expect([gate.inFlight, gate.queued]).toEqual([4, 10]);
});

test("no request is refused if each client waits for its response before its next request", () => {
  const { offer, end, pass } = open({});
  const clients = Array.from({ length: 50 }, () => work(""));
  const running: Work[] = clients.filter((one) => offer(one) === "starts");
  for (let i = 0; i < 500; i++) {
    pass(25);
    const [ended] = running.splice(0, 1);
    if (ended === undefined) throw new Error("no request in flight");
    const next = end(ended, 100);
    if (next !== null) running.push(next);
    expect(offer(work(""))).toBe("waits");
  }
});

test("under overload live requests start or are refused, and files still start", () => {
  const { gate, offer, end, pass, serve } = open({ maxInFlight: 100 });
  const counts = { starts: 0, waits: 0, refused: 0 };
  let running: Work[] = [];
  // 100 requests per second arrive, 10 are served.
  for (let tick = 0; tick < 1000; tick++) {
    pass(10);
    const one = work("");
    const answer = offer(one);
    if (tick > 200) counts[answer] += 1;
    if (answer === "starts") running.push(one);
    if (tick % 10 !== 0 || running.length === 0) continue;
    const [ended] = running.splice(0, 1);
    if (ended === undefined) continue;
    serve(ended);
    end(ended, 1000);
    running = running.filter((other) => other !== ended);
  }
  expect(counts.waits).toBe(0);
  expect(counts.starts).toBeGreaterThan(60);
  expect(counts.starts).toBeLessThan(110);
  expect(counts.refused).toBeGreaterThan(600);
  const file = work("", 3, false);
  expect(offer(file)).toBe("starts");
  expect(gate.queued).toBe(0);
});

test("under overload a live request can start after live requests without audio have ended", () => {
  const { offer, end, pass } = open({ maxInFlight: 1000 });
  const started: Work[] = [];
  for (let i = 0; i < 100; i += 1) {
    pass(10);
    const one = work("");
    if (offer(one) === "starts") started.push(one);
  }
  expect(offer(work(""))).toBe("refused");
  for (const one of started) end(one);
  expect(offer(work(""))).toBe("starts");
});

test("under overload a file without a slot is queued", () => {
  const { offer, pass } = open({});
  for (let i = 0; i < 100; i += 1) {
    pass(10);
    offer(work(""));
  }
  expect(offer(work(""))).toBe("refused");
  expect(offer(work("", 3, false))).toBe("waits");
});

test("under overload a key without requests in flight can still start a request if there are several keys", () => {
  const { gate, offer, end, pass } = open({ maxInFlight: 100, shared: true });
  const running: Work[] = [];
  for (let tick = 0; tick < 300; tick++) {
    pass(10);
    const one = work("a");
    if (offer(one) === "starts") running.push(one);
    const ended = tick % 10 === 0 ? running.shift() : undefined;
    if (ended !== undefined) end(ended);
  }
  expect(gate.inFlight).toBeLessThan(40);
  expect(offer(work("a"))).toBe("refused");
  expect(offer(work("b"))).toBe("starts");
});

test("one key can't fill the queue if there are several keys", () => {
  for (const maxQueue of [17, 18]) {
    const { gate, offer } = open({ maxInFlight: 1, maxQueue, shared: true });
    for (let i = 0; i < 50; i += 1) offer(work("a"));
    expect(gate.queued).toBe(16);
    expect(offer(work("b"))).toBe("waits");
  }
});

test("a shorter request does not overtake a request that does not fit", () => {
  const { offer, end } = open({ maxAudioS: 25 });
  const [running, long, short] = [20, 10, 1].map((audioS) => work("", audioS, false)) as [
    Work,
    Work,
    Work,
  ];
  expect([running, long, short].map(offer)).toEqual(["starts", "waits", "waits"]);
  expect(end(running)?.audioS).toBe(10);
});

test("the served seconds of a key are reset when no request is queued or in flight", () => {
  const { offer, end } = open({ maxInFlight: 1, shared: true });
  const long = work("a", 100, false);
  offer(long);
  end(long);
  const running = work("b");
  offer(running);
  offer(work("b"));
  const next = work("a");
  offer(next);
  expect(end(running)).toBe(next);
});

test("the served seconds of a key are kept while a request is in flight", () => {
  const { offer, end } = open({ maxInFlight: 2, shared: true });
  const [long, running] = [work("a", 100, false), work("b")];
  for (const one of [long, running]) offer(one);
  end(running);
  const [last, next] = [work("b"), work("b")];
  for (const one of [last, work("a"), next]) offer(one);
  expect(end(last)).toBe(next);
});

test("a request is served before another key's 80 queued requests", () => {
  const { gate, offer, end } = open({ maxInFlight: 1, shared: true });
  const running = work("a");
  offer(running);
  for (let i = 0; i < 80; i++) offer(work("a"));
  const single = work("b");
  expect(offer(single)).toBe("waits");
  expect(end(running)).toBe(single);
  expect(gate.queued).toBe(80);
});

test("the predicted wait counts the audio that is served before the request", () => {
  const { gate, offer, end, pass } = open({ maxInFlight: 1 });
  const first = work("a", 3, false);
  offer(first);
  pass(2000);
  end(first, 2000);
  offer(first);
  for (let i = 0; i < 9; i++) offer(work("a", 3, false));
  expect(gate.waitMs(work("a", 3, false))).toBe(20_000);
  expect(gate.waitMs(work("b", 3, false))).toBe(2000);
});

test("a request whose predicted wait exceeds the queue timeout is refused", () => {
  const { offer, end } = open({ maxInFlight: 1, queueTimeoutMs: 4000 });
  const first = work("a", 3, false);
  offer(first);
  end(first, 2000);
  const answers = Array.from({ length: 4 }, () => offer(work("a", 3, false)));
  expect(answers).toEqual(["starts", "waits", "waits", "refused"]);
});

test("slots and queue stay within their limits and are empty at the end of a random sequence of requests", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const pick = random(seed);
    const options = {
      maxInFlight: 1 + pick(12),
      maxQueue: pick(20),
      maxAudioS: pick(2) === 0 ? null : 60,
      shared: pick(2) === 0,
    };
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
      gate.drop(one);
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
      expect(gate.drop(one)).toBeTrue();
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
