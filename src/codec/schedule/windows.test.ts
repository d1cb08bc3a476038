import { expect, test } from "bun:test";
import { random } from "../../../fixtures/random.ts";
import { windowShape } from "./windows.ts";

function shape(hopS: number, contextS: number, budget = 200) {
  return windowShape({ kind: "live", targetMs: 300, hopS, contextS }, budget);
}

test("windowShape() - adds one token to the left context for the crossfade", () => {
  const expected = { hop: 75, leftContext: 11, lookahead: 10 };
  expect(shape(1.5, 0.2)).toEqual({ shape: expected, clamped: false });
  const defaults = windowShape({ kind: "live", targetMs: 300 }, 200);
  expect(defaults).toEqual({ shape: expected, clamped: false });
});

test("windowShape() - a context of 0 s gives no context on either side", () => {
  expect(shape(0.5, 0)).toEqual({
    shape: { hop: 25, leftContext: 0, lookahead: 0 },
    clamped: false,
  });
});

test("windowShape() - limits the lookahead to 10 tokens but does not limit the left context", () => {
  expect(shape(1, 0.6).shape).toEqual({ hop: 50, leftContext: 31, lookahead: 10 });
});

test("windowShape() - clamps the context to the hop", () => {
  expect(shape(0.1, 0.5)).toEqual({
    shape: { hop: 5, leftContext: 6, lookahead: 5 },
    clamped: true,
  });
});

test("windowShape() - a hop of 0 s becomes one token", () => {
  expect(shape(0, 0)).toEqual({ shape: { hop: 1, leftContext: 0, lookahead: 0 }, clamped: false });
});

test("windowShape() - fits any hop and context into any budget, and clamps only if needed", () => {
  const next = random(1);
  for (let i = 0; i < 3000; i += 1) {
    const [hop, context, budget] = [1 + next(400), next(200), 1 + next(300)];
    const { shape: cut, clamped } = shape(hop / 50, context / 50, budget);
    expect(cut.hop).toBeGreaterThanOrEqual(1);
    expect(cut.hop + cut.leftContext + cut.lookahead).toBeLessThanOrEqual(budget);
    expect(cut.leftContext).toBeLessThanOrEqual(cut.hop + 1);
    expect(cut.lookahead).toBeLessThanOrEqual(cut.leftContext);
    const leftContext = context === 0 ? 0 : context + 1;
    const fits = context <= hop && hop + leftContext + Math.min(context, 10) <= budget;
    expect(clamped).toBe(!fits);
    if (fits) expect(cut).toEqual({ hop, leftContext, lookahead: Math.min(context, 10) });
  }
});

test("windowShape() - shrinks a hop that exceeds the budget before it shrinks a smaller context", () => {
  const clamped = { hop: 29, leftContext: 11, lookahead: 10 };
  expect(shape(1.5, 0.2, 50)).toEqual({ shape: clamped, clamped: true });
});

test("windowShape() - shrinks a hop and a context of equal length together", () => {
  const clamped = { hop: 3, leftContext: 4, lookahead: 3 };
  expect(shape(0.1, 0.1, 10)).toEqual({ shape: clamped, clamped: true });
});
