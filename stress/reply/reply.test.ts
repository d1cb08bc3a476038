import { expect, test } from "bun:test";
import { drawReply, type ReplyDraws, textOf } from "./reply.ts";
import { createSentenceCutter } from "./sentences.ts";
import { splitTokens } from "./tokens.ts";

const TEXTS = [
  "Sure, I can do that. Of course it takes an extraordinarily long time!",
  "  Two\n lines.\t",
  "现在九点。电话是 555-0199",
  "😀😀😀 👩‍👩‍👧 é",
  "",
];

test.each(TEXTS)("the tokens of %p are the text, and none is long", (text) => {
  const tokens = splitTokens(text);
  expect(tokens.join("")).toBe(text);
  for (const token of tokens) expect(Array.from(token.trim()).length).toBeLessThanOrEqual(5);
});

const SOURCE = { texts: [TEXTS[0] ?? ""], voices: ["a"], seed: 1 };
const draws = (changes: Partial<ReplyDraws> = {}): ReplyDraws => ({
  pace: { kind: "rate", tokensPerS: 50 },
  interruptShare: 0.25,
  interruptAfterMs: 400,
  ...changes,
});
const draw = (from: ReplyDraws, conversation: number, turn = 0) =>
  drawReply(SOURCE, from, { level: "c1", conversation, turn });

test("drawReply() - tokens come at a constant rate; equal seeds give equal replies", () => {
  const reply = draw(draws(), 3);
  expect(reply.tokens.map(({ dueMs }) => dueMs)).toEqual(reply.tokens.map((_, at) => at * 20));
  expect(textOf(reply)).toBe(TEXTS[0] ?? "");
  expect(draw(draws(), 3)).toEqual(reply);
});

test("drawReply() - the share of interruptions is as asked, and their instants spread around the mean", () => {
  const all = Array.from({ length: 2000 }, (_, at) => draw(draws(), at).interruptAfterMs);
  const drawn = all.filter((ms) => ms !== null);
  expect(drawn.length / all.length).toBeCloseTo(0.25, 1);
  for (let conversation = 0; conversation < 20; conversation++) {
    const turns = Array.from({ length: 8 }, (_, turn) => draw(draws(), conversation, turn));
    expect(turns.filter(({ interruptAfterMs }) => interruptAfterMs !== null)).toHaveLength(2);
  }
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(200);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(600);
  expect(drawn.reduce((sum, ms) => sum + ms, 0) / drawn.length).toBeCloseTo(400, -2);
});

test("drawReply() - recorded gaps repeat, and recorded replies are spoken as they are", () => {
  const gaps = draw(draws({ pace: { kind: "gaps", recordings: [[7, 11]] } }), 0);
  const steps = gaps.tokens.slice(1).map(({ dueMs }, at) => dueMs - (gaps.tokens[at]?.dueMs ?? 0));
  expect(new Set(steps)).toEqual(new Set([7, 11]));
  expect(steps.every((ms, at) => ms !== steps[at + 1])).toBe(true);
  const tokens = [
    { text: "Hi", dueMs: 0 },
    { text: " you", dueMs: 33 },
  ];
  expect(draw(draws({ pace: { kind: "replies", replies: [tokens] } }), 0).tokens).toEqual(tokens);
});

test("createSentenceCutter() - a sentence is complete when the next one begins; short ones are joined", () => {
  const cutter = createSentenceCutter();
  const cut = splitTokens("Yes. Your train leaves at nine today. Dr. Lim is there! Bye").flatMap(
    cutter.push,
  );
  expect(cut).toEqual(
    ["Yes. Your train leaves at nine today. ", "Dr. Lim is there! "].slice(0, cut.length),
  );
  expect([...cut, ...cutter.end()].join("")).toBe(
    "Yes. Your train leaves at nine today. Dr. Lim is there! Bye",
  );
  expect(cutter.end()).toEqual([]);
});
