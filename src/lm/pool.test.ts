import { expect, test } from "bun:test";
import { SpeechError } from "../errors.ts";
import { type Fault, LmFailure } from "./failure.ts";
import { allCodes, REQUEST } from "./lm.fake.ts";
import { openPool } from "./pool.ts";
import type { TokenSource } from "./source.ts";

/** A source that yields `code`, then throws `error` if there is one; it counts its calls. */
function upstream(code: number) {
  const state = {
    error: null as Error | null,
    /** Codes before the error. */
    codesFirst: 0,
    calls: 0,
    gate: Promise.resolve(),
  };
  const source: TokenSource = async function* tokens() {
    state.calls += 1;
    await state.gate;
    if (state.error === null) yield [code];
    else {
      for (let sent = 0; sent < state.codesFirst; sent += 1) yield [code];
      throw state.error;
    }
  };
  return { state, source };
}

const broken = () => new SpeechError("upstream", "the upstream is broken");

function poolOf(upstreams: readonly { readonly source: TokenSource }[], slots = 4) {
  const clock = { ms: 0 };
  const sources = upstreams.map(({ source }) => source);
  return { pool: openPool(sources, { slots, now: () => clock.ms }), clock };
}

test("the LM with the fewest outstanding generations is chosen", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  const { pool } = poolOf([a, b]);
  const gate = Promise.withResolvers<void>();
  a.state.gate = b.state.gate = gate.promise;
  const all = [allCodes(pool), allCodes(pool), allCodes(pool), allCodes(pool)];
  gate.resolve();
  await Promise.all(all);
  expect([a.state.calls, b.state.calls]).toEqual([2, 2]);
});

test("a failure before the first codes fails over", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  a.state.error = broken();
  expect(await allCodes(poolOf([a, b]).pool)).toEqual([2]);
});

test("a failure after the first codes does not fail over, which would repeat audio", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  a.state.error = broken();
  a.state.codesFirst = 1;
  const codes: number[] = [];
  const { pool } = poolOf([a, b]);
  const read = async (): Promise<void> => {
    for await (const piece of pool(REQUEST, new AbortController().signal)) codes.push(...piece);
  };
  await expect(read()).rejects.toThrow("the upstream is broken");
  expect(codes).toEqual([1]);
  expect([a.state.calls, b.state.calls]).toEqual([1, 0]);
});

test("a generation is sent to each LM once, and the last error is thrown", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  a.state.error = broken();
  b.state.error = new LmFailure("busy", "b is busy", { retryAfterS: 3 });
  const failed = allCodes(poolOf([a, b]).pool);
  await expect(failed).rejects.toMatchObject({ message: "b is busy", retryAfterS: 3 });
  expect([a.state.calls, b.state.calls]).toEqual([1, 1]);
});

test("an LM that fails three times in a row gets no requests until a probe succeeds", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  const { pool, clock } = poolOf([a, b]);
  a.state.error = broken();
  for (let index = 0; index < 10; index += 1) expect(await allCodes(pool)).toEqual([2]);
  expect(a.state.calls).toBe(3);
  a.state.error = null;
  clock.ms = 6000;
  expect(await allCodes(pool)).toEqual([1]);
  expect(await allCodes(pool)).toEqual([1]);
});

test("a generation that yields codes resets the count of failures", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  const { pool } = poolOf([a, b]);
  for (const error of [broken(), broken(), null, broken(), broken(), null]) {
    a.state.error = error;
    expect(await allCodes(pool)).toEqual(error === null ? [1] : [2]);
  }
});

test("a half-open LM gets one probe at a time", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  const { pool, clock } = poolOf([a, b]);
  a.state.error = broken();
  for (let index = 0; index < 3; index += 1) await allCodes(pool);
  clock.ms = 6000;
  a.state.error = null;
  const gate = Promise.withResolvers<void>();
  a.state.gate = gate.promise;
  const probe = allCodes(pool);
  expect(await Promise.all([allCodes(pool), allCodes(pool)])).toEqual([[2], [2]]);
  expect(a.state.calls).toBe(4);
  gate.resolve();
  expect(await probe).toEqual([1]);
  expect(await allCodes(pool)).toEqual([1]);
});

test.each<[Fault, number[]]>([
  ["request", [1, 0]], // every LM would refuse it
  ["busy", [1, 1]],
  ["generation", [1, 1]],
])("a fault %p does not open the breaker", async (fault, calls) => {
  const [a, b] = [upstream(1), upstream(2)];
  a.state.error = b.state.error = new LmFailure(fault, "refused");
  const { pool } = poolOf([a, b]);
  for (let index = 1; index <= 5; index += 1) {
    await expect(allCodes(pool)).rejects.toThrow("refused");
    expect([a.state.calls, b.state.calls]).toEqual(calls.map((count) => count * index));
  }
  a.state.error = null;
  expect(await allCodes(pool)).toEqual([1]);
});

test.each<[Fault]>([["access"], ["silence"], ["server"]])(
  "a fault %p opens the breaker",
  async (fault) => {
    const a = upstream(1);
    a.state.error = new LmFailure(fault, "failed");
    const { pool } = poolOf([a]);
    for (let index = 0; index < 3; index += 1)
      await expect(allCodes(pool)).rejects.toThrow("failed");
    await expect(allCodes(pool)).rejects.toMatchObject({
      code: "upstream",
      message: "every speech LM is paused after repeated failures",
    });
    expect(a.state.calls).toBe(3);
  },
);

test("a consumer that returns early frees the slot and does not count as a failure", async () => {
  const a = upstream(1);
  const { pool } = poolOf([a], 1);
  const { signal } = new AbortController();
  for (let index = 0; index < 5; index += 1) for await (const _ of pool(REQUEST, signal)) break;
  expect(await allCodes(pool)).toEqual([1]);
});

test("an abort does not count as a failure of the LM and does not fail over", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  const { pool } = poolOf([a, b]);
  a.state.error = broken();
  const client = new AbortController();
  client.abort();
  for (let index = 0; index < 5; index += 1)
    await expect(Array.fromAsync(pool(REQUEST, client.signal))).rejects.toThrow("broken");
  expect([a.state.calls, b.state.calls]).toEqual([5, 0]);
});

test("with all slots taken a request is refused at once", async () => {
  const a = upstream(1);
  const { pool } = poolOf([a], 2);
  const gate = Promise.withResolvers<void>();
  a.state.gate = gate.promise;
  const running = [allCodes(pool), allCodes(pool)];
  await expect(allCodes(pool)).rejects.toMatchObject({
    code: "overloaded",
    retryAfterS: 1,
    message: "every slot of the speech LMs is taken (2 each)",
  });
  gate.resolve();
  expect(await Promise.all(running)).toEqual([[1], [1]]);
});
