import { expect, setDefaultTimeout, test } from "bun:test";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { answerWith, wavTone } from "../server.fake.ts";
import { harnessPerTest } from "../run.fake.ts";
import { headline } from "../headline/headline.ts";
import { readSummary } from "../results/savedSummary.ts";
import { readRecords } from "../records/savedRecords.ts";
import type { Chart } from "./charts/chart.ts";

// Every test runs the command.
setDefaultTimeout(60_000);

const fixture = harnessPerTest(process.env);

const EVIL = "<script>alert(1)</script>";

/** Measures two successes and a failure. The error message and the name of the voice contain a script. */
async function measure(): Promise<void> {
  const server = await fixture.serve((socket, index) =>
    index === 1
      ? answerWith(socket, `${EVIL}, "x"`, { status: 500 })
      : answerWith(socket, wavTone(500)),
  );
  const options = ["--voice-ids", EVIL, "--header", "Authorization=Bearer sesame", "--warmup", "0"];
  await fixture.harness.run([
    "--host",
    server.url,
    "--concurrency",
    "1",
    "--requests",
    "3",
    ...options,
  ]);
}

test("report.html loads nothing from the network and escapes text from the server", async () => {
  await measure();
  const page = fixture.harness.read("report.html");
  expect(page).not.toContain("<script>alert");
  expect(page).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
  expect(page).not.toMatch(/<(?:link|img|iframe)\b|\ssrc=/);
  expect(page).toContain("http_5xx: 1");
  expect(page).toContain("an error of the server, HTTP 5xx");
  expect(page).toContain(
    "1 × <q>HTTP 500: &#60;script&#62;alert(1)&#60;/script&#62;, &#34;x&#34;</q>",
  );
  const json = /id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
  const charts: Chart[] = JSON.parse(json).charts;
  const time = charts.find(({ id }) => id === "time");
  expect(time?.columns[0]).toHaveLength(3);
  expect(time?.failures).toHaveLength(1);
  const percentiles = charts.find(({ id }) => id === "service-percentiles");
  expect(percentiles?.columns[1]?.at(-1)).toBe(
    JSON.parse(fixture.harness.read("summary.json")).levels[0].serviceMs.max,
  );
});

test("report.html opens with the finding of the run, then the levels with their verdict", async () => {
  await measure();
  const { text } = headline(await readSummary(join(fixture.harness.folder, "t")));
  const page = fixture.harness.read("report.html");
  expect(page).toMatch(/<body>\s*<main>\s*<header class="\w+">\s*<h1>/);
  expect(page).toContain(`<h1>${text}</h1>`);
  expect(page).toMatch(/<span>Level <\/span>c1<\/th>\s*<td data-head="Verdict"/);
});

test("report.html shows the command with its seed and without secrets", async () => {
  await measure();
  const page = fixture.harness.read("report.html");
  expect(page).not.toContain("sesame");
  expect(fixture.harness.read("summary.json")).not.toContain("sesame");
  const { command } = JSON.parse(fixture.harness.read("summary.json"));
  expect(command).toContain("--header 'Authorization=[hidden]'");
  expect(command).toEndWith(" --seed 1");
});

test("the command in summary.json includes settings of the environment", async () => {
  const { url } = await fixture.serve((socket) => answerWith(socket, wavTone(50)));
  await fixture.harness.run(["--quiet"], {
    LOCAL_TTS_API: url,
    CONCURRENCY: "2",
    WARMUP_COUNT: "1",
    STRESS_API_KEY: "sesame",
  });
  const { command, levels } = JSON.parse(fixture.harness.read("summary.json"));
  expect(levels[0].requests).toBe(2);
  expect(command).toContain(` --host ${url} --concurrency 2 --warmup 1 --seed 1`);
  expect(command).not.toContain("sesame");
});

test("requests.csv has a line per request and quotes its fields", async () => {
  await measure();
  const lines = fixture.harness.read("requests.csv").trimEnd().split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toStartWith("level,seq,voice,chars,due_ms,sent_ms,");
  expect(lines.filter((line) => line.includes(',500,http_5xx,"HTTP 500: '))).toHaveLength(1);
  expect(lines.join("\n")).toContain('""x""');
});

test("the report command regenerates the same page from the files", async () => {
  await measure();
  const folder = join(fixture.harness.folder, "t");
  const before = fixture.harness.read("report.html");
  for (const name of ["report.html", "requests.csv"]) rmSync(join(folder, name));
  const child = Bun.spawnSync([
    process.execPath,
    join(import.meta.dir, "../main.ts"),
    "report",
    folder,
  ]);
  expect(child.exitCode).toBe(0);
  expect(fixture.harness.read("report.html")).toBe(before);
});

test("an unfinished last line of requests.jsonl is skipped", async () => {
  await measure();
  const folder = join(fixture.harness.folder, "t");
  appendFileSync(join(folder, "requests.jsonl"), '{"seq": 9');
  expect(await Array.fromAsync(readRecords(folder))).toHaveLength(3);
});

test("the error for an invalid line names its file and its line number", async () => {
  await measure();
  const folder = join(fixture.harness.folder, "t");
  appendFileSync(join(folder, "requests.jsonl"), '{"seq": 9\n');
  await expect(Array.fromAsync(readRecords(folder))).rejects.toThrow("requests.jsonl:4");
});
