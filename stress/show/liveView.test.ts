import { expect, test } from "bun:test";
import { liveLines, type LiveState, plainLine } from "./liveView.ts";

const state: LiveState = {
  label: "2.0",
  total: 100,
  sent: 62,
  ok: 49,
  failed: 1,
  worstKind: "http_429",
  ttfaMs: { p50: 42.25, p95: 240.4 },
  stalled: 2,
  share: 0.5,
  remainingMs: 75_000,
  place: null,
};
const COUNTERS =
  "sent 62/100  done 49  failed 1 (http_429)  in flight 12  TTFA p50 42.3 p95 240 ms  stalled 2";

test("liveLines() - returns one line for a wide terminal", () => {
  expect(liveLines(state, 160)).toEqual([
    `2.0 ${"█".repeat(15)}▒▒▒▒${"░".repeat(11)}  50 %  1:15 left  ${COUNTERS}`,
  ]);
});

test("liveLines() - wraps between figures for a narrow terminal", () => {
  for (const columns of [20, 30, 40, 60, 80, 100, 120]) {
    const lines = liveLines(state, columns);
    for (const line of lines) expect(line.length).toBeLessThan(Math.max(21, columns));
    if (columns >= 40) expect(lines.join("  ")).toContain(COUNTERS);
  }
  expect(liveLines(state, 80)).toHaveLength(2);
});

test("liveLines() - leaves out unknown figures instead of showing 0", () => {
  const early = {
    ...state,
    total: null,
    ttfaMs: null,
    stalled: null,
    share: null,
    remainingMs: null,
  };
  expect(liveLines(early, 160)).toEqual([
    "2.0  sent 62  done 49  failed 1 (http_429)  in flight 12  TTFA –",
  ]);
});

test("plainLine() - shows the place of the level, and the time until the run ends", () => {
  const place = { nth: 2, of: 3, laterMs: 60_000 };
  expect(plainLine({ ...state, place })).toEndWith(
    ", 1:15 left, level 2 of 3, about 2:15 left in all",
  );
  expect(plainLine({ ...state, place: { ...place, laterMs: null } })).toEndWith("level 2 of 3");
  expect(plainLine({ ...state, place: { nth: 3, of: 3, laterMs: 0 } })).toEndWith("level 3 of 3");
});

test("plainLine() - shows the state in one line", () => {
  expect(plainLine(state)).toBe(`2.0: ${COUNTERS.replaceAll("  ", ", ")}, 1:15 left`);
});
