import { expect, test } from "bun:test";
import { SpeechError } from "../errors.ts";
import { type Fault, LmFailure } from "./failure.ts";
import { openPool } from "./pool.ts";
import { openReplay } from "./replay.ts";
import type { Prompt, TokenSource } from "./source.ts";

const SAMPLING = {
  temperature: 0.7,
  topP: 1,
  repetitionPenalty: 1,
  maxTokens: 10,
  maxTokensSet: false,
};
const PROMPT: Prompt = { kind: "voice", voice: "a", text: "b" };
const live = new AbortController().signal;

/** An upstream that says `code`, or fails while `broken`; it counts how often it was asked. */
function upstream(code: number) {
  const state = {
    broken: false,
    fails: null as LmFailure | null,
    asked: 0,
    gate: Promise.resolve(),
  };
  const source: TokenSource = async function* tokens() {
    state.asked += 1;
    await state.gate;
    if (state.fails !== null) throw state.fails;
    if (state.broken) throw new SpeechError("upstream", `upstream ${code} is broken`);
    yield [code];
  };
  return { state, source };
}

async function say(pool: TokenSource): Promise<number[]> {
  return (await Array.fromAsync(pool({ prompt: PROMPT, sampling: SAMPLING }, live))).flat();
}

test("the upstream with the least outstanding work is asked", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  const pool = openPool([a.source, b.source], { slots: 4, now: () => 0 });
  const gate = Promise.withResolvers<void>();
  a.state.gate = gate.promise;
  b.state.gate = gate.promise;
  const all = [say(pool), say(pool), say(pool), say(pool)];
  gate.resolve();
  await Promise.all(all);
  expect([a.state.asked, b.state.asked]).toEqual([2, 2]);
});

test("a failure before the first tokens are handed on goes to another upstream", async () => {
  const [a, b] = [upstream(1), upstream(2)];
  a.state.broken = true;
  expect(await say(openPool([a.source, b.source], { slots: 4, now: () => 0 }))).toEqual([2]);
});

test("an upstream that keeps failing is left alone, then probed, then used again", async () => {
  let nowMs = 0;
  const [a, b] = [upstream(1), upstream(2)];
  const pool = openPool([a.source, b.source], { slots: 4, now: () => nowMs });
  a.state.broken = true;
  for (let index = 0; index < 10; index += 1) expect(await say(pool)).toEqual([2]);
  expect(a.state.asked).toBe(3);
  a.state.broken = false;
  nowMs = 6000;
  expect(await say(pool)).toEqual([1]);
  expect(await say(pool)).toEqual([1]);
});

test.each<[Fault, number[]]>([
  ["request", [1, 0]], // no other LM would take it
  ["busy", [1, 1]],
  ["generation", [1, 1]],
])("a fault of kind %s does not close an upstream for others", async (fault, asked) => {
  const [a, b] = [upstream(1), upstream(2)];
  a.state.fails = b.state.fails = new LmFailure(fault, "refused");
  const pool = openPool([a.source, b.source], { slots: 4, now: () => 0 });
  for (let index = 1; index <= 5; index += 1) {
    await expect(say(pool)).rejects.toThrow("refused");
    expect([a.state.asked, b.state.asked]).toEqual(asked.map((count) => count * index));
  }
  a.state.fails = null;
  expect(await say(pool)).toEqual([1]);
});

test("a reader that leaves frees its slot and is nobody's failure", async () => {
  const a = upstream(1);
  const pool = openPool([a.source], { slots: 1, now: () => 0 });
  for (let index = 0; index < 5; index += 1)
    for await (const _ of pool({ prompt: PROMPT, sampling: SAMPLING }, live)) break;
  expect(await say(pool)).toEqual([1]);
});

test("when all are broken, or all slots taken, it is said at once", async () => {
  const a = upstream(1);
  const pool = openPool([a.source], { slots: 1, now: () => 0 });
  const gate = Promise.withResolvers<void>();
  a.state.gate = gate.promise;
  const first = say(pool);
  await expect(say(pool)).rejects.toMatchObject({ code: "overloaded" });
  gate.resolve();
  await first;
  a.state.broken = true;
  for (let index = 0; index < 4; index += 1)
    await expect(say(pool)).rejects.toMatchObject({ code: "upstream" });
  expect(a.state.asked).toBe(4);
});

test("a replay says its tokens as often as asked, at once or paced, and ends with its reader", async () => {
  const text = "<|s_1|><|s_2|><|s_3|>";
  expect(await say(openReplay({ text, tokenName: "s_", repeat: 2, delayS: 0 }))).toEqual([
    1, 2, 3, 1, 2, 3,
  ]);
  expect(await say(openReplay({ text, tokenName: "s_", repeat: 2, delayS: 0.002 }))).toEqual([
    1, 2, 3, 1, 2, 3,
  ]);
  const other = { text: "<|speech_7|>", tokenName: "speech_", repeat: 1, delayS: 0 };
  expect(await say(openReplay(other))).toEqual([7]);
  const short = openReplay({ text, tokenName: "s_", repeat: 2, delayS: 0 });
  const limited = { ...SAMPLING, maxTokens: 4, maxTokensSet: true };
  expect(
    (await Array.fromAsync(short({ prompt: PROMPT, sampling: limited }, live))).flat(),
  ).toEqual([1, 2, 3, 1]);
  const client = new AbortController();
  const slow = openReplay({ text, tokenName: "s_", repeat: 1, delayS: 60 })(
    { prompt: PROMPT, sampling: SAMPLING },
    client.signal,
  )[Symbol.asyncIterator]();
  const next = slow.next();
  client.abort();
  await expect(next).rejects.toMatchObject({ code: "aborted" });
  expect(() => openReplay({ text: "no tokens", tokenName: "s_", repeat: 1, delayS: 0 })).toThrow(
    /no <\|s_N\|>/,
  );
});
