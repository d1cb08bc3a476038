import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { compare, type Row } from "./comparison.ts";
import { answerWith, wavTone } from "../server.fake.ts";
import type { SavedRun } from "./pairing.ts";
import { createRandom, gamma } from "../../src/stats/random.ts";
import { harnessPerTest } from "../run.fake.ts";

// One test runs bursts.
setDefaultTimeout(60_000);

const fixture = harnessPerTest(process.env);
const SETTINGS = { level: null, tolerance: 0, resamples: 500, seed: 1 };

interface Shape {
  readonly name?: string;
  /** Seed of the noise of this run. */
  readonly seed?: number;
  readonly hash?: string;
  readonly requests?: number;
  readonly slowerMs?: number;
  readonly failed?: (seq: number) => boolean;
  readonly label?: string;
}

/** Returns a run with response times of 100–400 ms that depend on the text, plus noise and `slowerMs`. */
function run(shape: Shape = {}): SavedRun {
  const { name = "run", seed = 1, hash = "h", requests = 200, slowerMs = 0 } = shape;
  const { failed = () => false, label = "5.0" } = shape;
  const [text, noise] = [createRandom("text"), createRandom("noise", seed)];
  const values = new Map(
    Array.from({ length: requests }, (_, seq) => {
      const response = 100 + 100 * gamma(2, text) + 5 * gamma(1, noise) + slowerMs;
      const bad = failed(seq);
      const latency = bad ? null : response;
      const ttfa = bad ? null : response / 4;
      const rtf = bad ? null : response / 4000;
      return [
        seq,
        { ttfa, sound: null, response: latency, rtf, "error rate": Number(bad), stalls: null },
      ];
    }),
  );
  const summary = {
    scheduleHash: hash,
    valid: true,
    client: "openai",
    kind: "sweep",
    settings: { stream: false },
    levels: [],
  } as const;
  return { folder: name, summary, levels: new Map([[label, values]]) };
}

const verdicts = (runs: [SavedRun, SavedRun], more: Partial<typeof SETTINGS> = {}) =>
  Object.fromEntries(
    compare(runs, { ...SETTINGS, ...more }).rows.map(({ name, verdict }) => [name, verdict]),
  );
const NOTHING: Record<string, Row["verdict"]> = {
  "ttfa mean, ms": "no evidence",
  "ttfa p95, ms": "no evidence",
  "response mean, ms": "no evidence",
  "response p95, ms": "no evidence",
  "rtf mean": "no evidence",
  "error rate": "no evidence",
  "stalls > 50 ms": "no evidence",
};

test("compare() - two runs of the same server give no evidence", () => {
  expect(verdicts([run(), run()])).toEqual(NOTHING);
  expect(verdicts([run(), run({ seed: 2 })])).toEqual(NOTHING);
});

test("compare() - a slower run is worse, and its interval contains the shift", () => {
  const [a, b] = [run(), run({ seed: 2, slowerMs: 8 })];
  const { paired, rows } = compare([a, b], SETTINGS);
  const response = rows.find(({ name }) => name === "response mean, ms");
  expect(paired).toBe(true);
  expect(response).toMatchObject({ verdict: "worse", n: 200 });
  expect(response?.interval?.[0]).toBeLessThanOrEqual(8);
  expect(response?.interval?.[1]).toBeGreaterThanOrEqual(8);
  expect(verdicts([b, a])).toMatchObject({ "response mean, ms": "better", "rtf mean": "better" });
});

test("compare() - detects only a larger shift if the runs are not paired", () => {
  const other = (slowerMs: number) => run({ seed: 2, hash: "other", slowerMs });
  const { paired, rows } = compare([run(), other(8)], SETTINGS);
  expect(paired).toBe(false);
  expect(rows.find(({ name }) => name === "response mean, ms")?.verdict).toBe("no evidence");
  expect(verdicts([run(), other(80)])["response mean, ms"]).toBe("worse");
});

test("compare() - compares latencies of the requests that succeeded in both runs", () => {
  const { rows } = compare([run(), run({ seed: 2, failed: (seq) => seq % 10 === 0 })], SETTINGS);
  const named = (name: string) => rows.find((row) => row.name === name);
  expect(named("error rate")).toMatchObject({ n: 200, a: 0, b: 0.1, verdict: "worse" });
  expect(named("response mean, ms")).toMatchObject({ n: 180, verdict: "no evidence" });
  expect(named("stalls > 50 ms")).toMatchObject({ n: 0, a: null, interval: null });
});

test("compare() - finds no evidence if a change is within the tolerance or has too few requests", () => {
  const b = run({ seed: 2, slowerMs: 8 });
  expect(verdicts([run(), b], { tolerance: 0.1 })["response mean, ms"]).toBe("no evidence");
  const few = (requests: number, slowerMs: number) => run({ requests, slowerMs });
  expect(verdicts([few(49, 0), few(49, 900)])).toEqual(NOTHING);
  expect(verdicts([few(71, 0), few(71, 900)])).toMatchObject({
    "response mean, ms": "worse",
    "response p95, ms": "no evidence",
  });
});

test("compare() - throws an error that lists the levels of both runs if they have none in common", () => {
  const [a, b] = [run({ name: "x" }), run({ name: "y", label: "9.0" })];
  expect(() => compare([a, b], SETTINGS)).toThrow(
    "the runs have no common level: x has 5.0; y has 9.0",
  );
  expect(() => compare([a, a], { ...SETTINGS, level: "7.0" })).toThrow("--level 7.0");
});

test("compare - the command pairs saved runs, and exits with 2 for a worse run and --fail-if-worse", async () => {
  const { harness } = fixture;
  // The server answers the 60 requests of the first run at once, and those of the second run after 1 s.
  const { url } = await fixture.serve((socket, index) => {
    setTimeout(() => answerWith(socket, wavTone(100)), index < 60 ? 0 : 1000);
  });
  for (const name of ["before", "after"]) {
    await harness.run(["--host", url, "--warmup=0", "--concurrency=60"], name);
  }
  const folders = ["before", "after"].map((name) => join(harness.folder, name));
  const compareRun = (args: readonly string[]) => harness.exactly(["compare", ...args]);
  const shown = await compareRun([...folders]);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain("Paired by request");
  expect(shown.stdout).toMatch(/^response mean, ms .* worse$/m);
  const json = await compareRun([...folders, "--json", "--fail-if-worse"]);
  const comparison = JSON.parse(json.stdout);
  const sent = comparison.valid; // false if this machine was too busy to send on time
  expect(json.code).toBe(sent ? 2 : 3);
  expect(comparison).toMatchObject({ schema: 1, paired: true, levels: ["burst"] });
  expect(comparison.rows[2].interval[0]).toBeGreaterThan(0);
  const reversed = await compareRun([...folders.toReversed(), "--fail-if-worse"]);
  expect(reversed.code).toBe(sent ? 0 : 3);
  const missing = await compareRun([folders[0] ?? "", join(harness.folder, "nowhere")]);
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain("name the folder of a run");
});
