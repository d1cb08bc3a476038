import { expect, jest, test } from "bun:test";
import { until } from "../../until.fake.ts";
import type { Fault } from "../failure.ts";
import {
  AGAIN,
  allCodes,
  END_ID,
  event,
  type FakeLm,
  GOOD,
  KEEP_ALIVE,
  openSource,
  REQUEST,
  WAIT,
} from "../lm.fake.ts";
import { lmPerTest } from "../lmPerTest.fake.ts";
import type { TokenRequest } from "../source.ts";
import type { CompletionsOptions } from "./completions.ts";
import type { Runaway } from "./runaway.ts";

const { signal } = new AbortController();

let lm: FakeLm;
lmPerTest((opened) => {
  lm = opened;
});

/** Opens the LM as a source whose faults and exceeded bounds are recorded. */
function open(more: Partial<CompletionsOptions> = {}) {
  const faults: Fault[] = [];
  const runaways: Runaway[] = [];
  const tokens = openSource(lm.url, {
    onFault: (fault) => void faults.push(fault),
    onRunaway: (kind) => void runaways.push(kind),
    ...more,
  });
  return { tokens, faults, runaways };
}

/** Reads a generation to its end; returns its codes and the message of its error. */
async function heard(
  tokens: ReturnType<typeof open>["tokens"],
  request: Partial<TokenRequest> = {},
) {
  const codes: number[] = [];
  try {
    for await (const piece of tokens({ ...REQUEST, ...request }, signal)) codes.push(...piece);
    return { codes, error: null };
  } catch (error) {
    return { codes, error: error instanceof Error ? error.message : String(error) };
  }
}

const sampling = (maxTokens: number, maxTokensSet = false) => ({
  sampling: { ...REQUEST.sampling, maxTokens, maxTokensSet },
});
/** Three codes that repeat without end. */
const ENDLESS = [event(1), event(2), event(3), AGAIN];
const ENDLESS_TEXT = [JSON.stringify({ choices: [{ text: "la ", token_ids: null }] }), AGAIN];
/** The end token by its id and as text, with which some servers go on. */
const END_BY_ID = JSON.stringify({ choices: [{ text: "", token_ids: [END_ID] }] });
const END_AS_TEXT = JSON.stringify({ choices: [{ text: "<|im_end|>" }] });

test("an LM that ignores max_tokens is stopped after max_tokens, and its slot is free", async () => {
  const { tokens, faults, runaways } = open();
  lm.answers = [ENDLESS];
  const { codes, error } = await heard(tokens, sampling(50));
  expect(codes).toHaveLength(50);
  expect(error).toBe("the speech LM went on after max_tokens (50): stopped after 50 speech tokens");
  expect([faults, runaways]).toEqual([["runaway"], ["tokens"]]);
  await until(() => lm.open() === 0);
});

test("a client that sets max_tokens gets as many tokens of an endless generation, and a clean end", async () => {
  const { tokens, faults, runaways } = open();
  lm.answers = [ENDLESS];
  expect(await heard(tokens, sampling(50, true))).toEqual({
    codes: Array.from({ length: 50 }, (_, at) => 1 + (at % 3)),
    error: null,
  });
  expect([faults, runaways]).toEqual([[], ["tokens"]]);
});

test("speech that is far too long for its text is stopped before max_tokens", async () => {
  const { tokens, runaways } = open();
  lm.answers = [ENDLESS];
  const { codes, error } = await heard(tokens);
  expect(error).toContain("spoke far longer than the text can take");
  // 20 s, and six times the estimated length of five letters and a full stop, at 50 tokens a second.
  expect(codes).toHaveLength(Math.ceil(50 * (20 + 6 * (5 / 15 + 1 / 60))));
  expect(runaways).toEqual(["loop", "length"]);
});

test("a longer text may have longer speech", async () => {
  const { tokens, runaways } = open();
  lm.answers = [ENDLESS];
  const text = "A sentence with some words. ".repeat(8);
  const { codes } = await heard(tokens, {
    prompt: { kind: "voice", voice: "husein", text },
    ...sampling(1500),
  });
  expect(codes).toHaveLength(1500);
  expect(runaways).toEqual(["loop", "tokens"]);
});

test("before the first audio, endless text without speech is retried once", async () => {
  const { tokens, faults, runaways } = open();
  lm.answers = [ENDLESS_TEXT, GOOD];
  expect(await allCodes(tokens)).toEqual([1, 2, 3]);
  lm.answers = [ENDLESS_TEXT];
  await expect(allCodes(tokens)).rejects.toThrow(
    "the speech LM sent 512 tokens in a row without speech: stopped after 0 speech tokens (twice)",
  );
  expect([faults, runaways]).toEqual([Array(3).fill("runaway"), Array(3).fill("text")]);
  await until(() => lm.open() === 0);
});

test("after speech, endless text without speech breaks the generation off", async () => {
  const { tokens, runaways } = open();
  const text = JSON.stringify({ choices: [{ text: "la " }] });
  lm.answers = [[event(1), ...Array<string>(600).fill(text), WAIT], GOOD];
  const { codes, error } = await heard(tokens);
  expect(codes).toEqual([1]);
  expect(error).toContain("without speech");
  expect(runaways).toEqual(["text"]);
  expect(lm.generations()).toHaveLength(1);
});

test("a runaway before enough tokens for the first audio is retried, and its tokens are not heard", async () => {
  const { tokens } = open();
  const firstAudio = { tokens: 22, onProgress: () => {} };
  const text = JSON.stringify({ choices: [{ text: "la " }] });
  lm.answers = [[event(9), ...Array<string>(600).fill(text), WAIT], GOOD];
  expect(await allCodes(tokens, { firstAudio })).toEqual([1, 2, 3]);
});

test("comments that keep the connection alive are silence", async () => {
  const { tokens, faults } = open({ idleMs: 50 });
  lm.answers = [[KEEP_ALIVE, AGAIN]];
  await expect(allCodes(tokens)).rejects.toMatchObject({ code: "timeout" });
  lm.answers = [
    [event(1), event(2), KEEP_ALIVE],
    [KEEP_ALIVE, AGAIN],
  ];
  expect((await heard(tokens)).error).toContain("without a finish reason");
  expect(faults).toEqual(["silence", "server"]);
});

test.each([
  ["the end token by its id", [event(1), event(2), END_BY_ID, event(3), AGAIN]],
  ["the end token as text", [event(1, null, "text"), event(2), END_AS_TEXT, event(3), AGAIN]],
  ["a finish reason", [event(1), event(2, "stop"), event(3), AGAIN]],
])("speech is complete at %s, even if the LM goes on", async (_end, events) => {
  const { tokens, faults, runaways } = open();
  lm.answers = [events];
  expect(await heard(tokens)).toEqual({ codes: [1, 2], error: null });
  expect([faults, runaways]).toEqual([[], ["end"]]);
  await until(() => lm.open() === 0);
});

test("speech is complete soon after the end token if the stream stays open", async () => {
  jest.useFakeTimers();
  const { tokens, runaways } = open({ idleMs: 1e9 });
  lm.answers = [[event(1), END_BY_ID, WAIT]];
  const complete = jest.fn();
  const reading = allCodes(tokens).finally(complete);
  await until(() => {
    jest.advanceTimersByTime(100);
    return complete.mock.calls.length > 0;
  });
  expect(await reading).toEqual([1]);
  expect(runaways).toEqual(["end"]);
  await until(() => lm.open() === 0);
});

test("the usage after the end token is still reported", async () => {
  const onUsage = jest.fn();
  const { tokens, runaways } = open();
  lm.answers = [[event(1), END_BY_ID, ...GOOD.slice(-2)]];
  expect(await allCodes(tokens, { hooks: { onUsage } })).toEqual([1]);
  expect(onUsage).toHaveBeenCalledTimes(1);
  expect(runaways).toEqual([]);
});

test("a loop is only counted, once, unless it should be stopped", async () => {
  const looping = Array.from({ length: 300 }, (_, at) => event(at % 7));
  const counted = open();
  lm.answers = [[...looping, event(7, "stop")]];
  expect((await heard(counted.tokens)).codes).toHaveLength(301);
  expect(counted.runaways).toEqual(["loop"]);
  const stopped = open({ loopStop: true });
  const { codes, error } = await heard(stopped.tokens);
  expect(codes).toHaveLength(150);
  expect(error).toContain("repeated the same tokens for 3 s");
  expect([stopped.faults, stopped.runaways]).toEqual([["runaway"], ["loop"]]);
});

test("an event without an end does not fill the memory", async () => {
  const { tokens } = open();
  const part = new TextEncoder().encode("data: ".padEnd(65_536, "x"));
  lm.answers = [
    () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            controller.enqueue(part);
            await new Promise(setImmediate);
          },
        }),
      ),
  ];
  await expect(allCodes(tokens)).rejects.toThrow("sent an event over 1048576 characters (twice)");
});
