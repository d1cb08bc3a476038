import { expect, setDefaultTimeout, test } from "bun:test";
import { shareLowerBound } from "../../src/stats/binomial.ts";
import { rateLabel } from "../load/arrivals.ts";
import { answerWith, fakeServer, oneAtATime, wavTone } from "../server.fake.ts";
import { openRun } from "../run.fake.ts";

// A busy machine runs searches slowly.
setDefaultTimeout(120_000);

/** Creates a folder of results and a server for one test, since tests run concurrently. */
function open() {
  const run = openRun(process.env);
  return {
    ...run,
    search: (args: readonly string[]) => run.harness.run(["search", ...args]),
    summary: () => run.json("summary.json"),
    /** Returns the records of every repeat at `qps`. */
    recordsAt: (qps: number): { endMs: number; dueMs: number }[] =>
      run.records().filter(({ level }) => level.startsWith(`${rateLabel(qps)} #`)),
  };
}

test.concurrent("every verdict of a search can be recomputed from its records", async () => {
  using run = open();
  const { url } = await run.serve(oneAtATime(5, 50));
  // 20 requests at 800/s arrive within 24 ms and take 100 ms to serve, so the last six wait more than 55 ms on any
  // machine.
  const { stdout, stderr, code } = await run.search(
    `--host ${url} --min-qps 100 --max-qps 800 --number-of-samples 20 --burstiness 1000 --target 0.8 --max-probes 5 --slo response_p95<55ms,error_rate<1%`.split(
      " ",
    ),
  );
  expect([0, 2, 3]).toContain(code);
  const { kind, search: found, levels, slo, scheduleHash } = run.summary();
  expect(kind).toBe("search");
  expect(stdout).toMatch(
    /^Planned: at most 5 rates, 20 to \d+ requests; sending takes 1 s to [^]*Searching/,
  );
  expect(slo).toBeUndefined();
  expect(scheduleHash).toHaveLength(64);
  // Recompute every verdict from the raw records.
  for (const { qps, requests, good, pass } of found.probes) {
    const records = run.recordsAt(qps);
    expect(records).toHaveLength(requests);
    expect(good).toBe(records.filter(({ endMs, dueMs }) => endMs - dueMs < 55).length);
    expect(pass).toBe(shareLowerBound(good, requests) >= 0.8 && requests === 60);
    if (pass) expect(qps).toBeLessThan(800);
  }
  const [passed, failed] = found.bracket;
  expect(found.capacityQps).toBe(passed);
  expect(failed).toBeGreaterThan(passed ?? 0);
  expect(found.binding).toBe("response_p95<55ms");
  expect(levels[0].label).toBe("100.0 #1");
  expect(stdout).toMatch(/^ {3}100\.0 +\d +\d+\/[246]0 .*(holds|FAILS)/m);
  expect(stdout).toMatch(/Capacity: .*\nBracket: last pass [\w.]+, first fail [\d.]+\n/);
  expect(stderr).toContain("100.0 #1: sent 20/20, done 20, failed 0");
  expect(run.harness.read("requests.jsonl").trim().split("\n")).toHaveLength(
    levels.reduce((sum: number, level: { requests: number }) => sum + level.requests, 0),
  );
  expect(run.harness.read("report.html")).toMatch(
    /<h1>(Holds|Does not even hold)[^]*<h2>Search<\/h2>[^]*800/,
  );
});

const QUICK = "--number-of-samples 20 --min-qps 200 --max-qps 200 --slo response_p95<60s".split(
  " ",
);

test.concurrent("a search whose highest rate holds advises to raise --max-qps", async () => {
  using run = open();
  const { url } = await run.serve((socket) => answerWith(socket, wavTone(50)));
  const { stdout, code } = await run.search(["--host", url, ...QUICK]);
  expect([0, 3]).toContain(code);
  expect(run.summary().search).toMatchObject({ bracket: [200, null], ended: "highest_passes" });
  expect(stdout).toContain("raise --max-qps");
});

test.concurrent(
  "a search whose lowest rate fails exits with 2, or with 1 if no request succeeds",
  async () => {
    using run = open();
    const { url } = await run.serve((socket, index) =>
      index % 2 === 0
        ? answerWith(socket, wavTone(50))
        : answerWith(socket, "busy", { status: 429 }),
    );
    const half = await run.search(["--host", url, ...QUICK]);
    expect([2, 3]).toContain(half.code);
    expect(half.stdout).toContain("no rate holds");
    expect(half.stdout).toContain("lower --min-qps");
    expect(half.stdout).toContain("Binding: failed requests, the most frequent reason");
    expect(run.summary().search).toMatchObject({ capacityQps: null, binding: "failed requests" });
    const gone = await fakeServer(() => {});
    gone.close();
    const refused = await run.search(["--host", gone.url, ...QUICK]);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain(`No connection to ${gone.url}`);
  },
);

test.concurrent("--max-duration ends a search without a verdict on the current rate", async () => {
  using run = open();
  const { url } = await run.serve(() => {});
  const { stdout, code } = await run.search(["--host", url, ...QUICK, "--max-duration", "500ms"]);
  expect(code).toBe(1);
  expect(stdout).toContain("--max-duration");
  expect(stdout).toContain("no rate was judged");
  expect(run.summary().search).toMatchObject({ ended: "max_duration", probes: [] });
  expect(Object.keys(run.summary().levels[0].errors)).toEqual(["aborted"]);
});

test.concurrent("--max-duration can end a search during the warm-up", async () => {
  using run = open();
  const { url } = await run.serve(() => {});
  const flags = ["--host", url, ...QUICK, "--warmup", "1", "--max-duration", "300ms"];
  const { stdout } = await run.search(flags);
  expect(run.summary().search).toMatchObject({ ended: "max_duration", probes: [] });
  expect(run.summary().levels).toEqual([]);
  expect(stdout).toContain("Ended after 0.3 s (--max-duration)");
  expect(stdout).not.toContain("Interrupted");
});

test.concurrent("a search ends early when the server closes", async () => {
  using run = open();
  const fake = await run.serve((socket, index) => {
    answerWith(socket, wavTone(50), { headers: "Connection: close\r\n" });
    if (index === 3 * 20 - 1) socket.end(() => fake.close());
  });
  const rates = "--number-of-samples 20 --min-qps 100 --max-qps 200 --slo response_p95<60s";
  const { stdout } = await run.search(["--host", fake.url, ...rates.split(" ")]);
  expect(run.summary().search).toMatchObject({
    ended: "broken_off",
    probes: [{ qps: 100 }, { qps: 200 }],
  });
  expect(stdout).toContain(`No connection to ${fake.url}`);
  expect(stdout).toContain("Ended early");
});

test.concurrent("a goodput gate sets the fraction of requests that must be good", async () => {
  using run = open();
  const { url } = await run.serve((socket, index) =>
    index % 10 === 0 ? answerWith(socket, "no", { status: 500 }) : answerWith(socket, wavTone(50)),
  );
  const flags = (goodput: string) => [
    "--host",
    url,
    ...QUICK.slice(0, -1),
    `rtf_p95<60,${goodput}`,
  ];
  const { stdout } = await run.search(flags("goodput>=60%"));
  expect(stdout).toContain("at least 60.0 % of its requests meet rtf_p95<60\n");
  expect(run.summary().search).toMatchObject({ target: 0.6, capacityQps: 200 });
  await run.search([...flags("goodput>=60%"), "--target", "0.94"]);
  expect(run.summary().search).toMatchObject({ target: 0.94, capacityQps: null });
});

test.concurrent.each([
  [["--slo", "ttfa_p95<3s"], "`--host` to be the URL of a server"],
  [["--host", "x"], "`--slo` to be gates such as"],
  [["--host", "x", "--slo", "achieved_qps>9"], "rises with the rate that is sent"],
  [["--host", "x", "--slo", "goodput<90%"], "goodput>=X%"],
  [["--host", "x", "--slo", "goodput>=100%"], "goodput>=X%"],
  [["--host", "x", "--slo", "goodput>=99.9%"], "at least 2995 requests"],
  [["--host", "x", "--slo", "rtf_p95<1", "--repeats", "2"], "--repeats"],
  [["--host", "x", "--slo", "rtf_p95<1", "--target", "0.999"], "at least 2995 requests"],
  [
    ["--host", "x", "--slo", "rtf_p95<1", "--max-qps", "0.5"],
    "`--max-qps` to be at least --min-qps (1), got 0.5",
  ],
])("the flags %p cause a usage error", async (args, message) => {
  using run = open();
  const { stderr, code } = await run.search(args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});
