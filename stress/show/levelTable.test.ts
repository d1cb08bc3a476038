import { expect, test } from "bun:test";
import { levelAt, sweepOf } from "../headline/level.fake.ts";
import { levelTableLines } from "./levelTable.ts";

const SLO = "ttfa_p95<300ms";

test("levelTableLines() - shows each level with pass or FAIL of each gate", () => {
  const levels = [
    levelAt(1, { slo: SLO }),
    levelAt(10, { slo: SLO, firstAudioMs: 412, ok: 97, errors: { http_429: 3 } }),
  ];
  expect(levelTableLines(sweepOf(SLO, levels))).toEqual([
    "level  requests  failed  achieved/s  response p50/p95, ms  first audio p50/p95, ms  ttfa_p95<300ms  verdict",
    "  1.0       100       0        1.00               500/500                  100/100     pass 100 ms    holds",
    " 10.0       100       3        9.62               500/500                  412/412     FAIL 412 ms    FAILS",
  ]);
});

test("levelTableLines() - leaves out what no level measured, and a verdict without gates", () => {
  const [head] = levelTableLines(sweepOf("", [levelAt(1, { ttfaMs: null })]));
  expect(head).toBe("level  requests  failed  achieved/s  response p50/p95, ms");
});

test("levelTableLines() - says why a level is not judged", () => {
  const lines = levelTableLines(
    sweepOf(SLO, [
      levelAt(1, { slo: SLO, valid: false }),
      levelAt(2, { slo: SLO, complete: false }),
    ]),
  );
  expect(lines[1]).toEndWith("invalid: not sent as planned");
  expect(lines[2]).toEndWith("not complete");
});
