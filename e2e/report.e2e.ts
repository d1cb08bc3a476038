import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import {
  answerWith,
  beginChunked,
  type FakeServer,
  fakeServer,
  tone,
  wavTone,
  writeChunk,
} from "../stress/server.fake.ts";
import { barriersIn } from "./barriers.ts";
import { openBrowser, openPage } from "./browser.ts";

const RUNS = {
  sweep:
    "sweep --stream --min-qps 50 --max-qps 100 --qps-step 50 --number-of-samples 20 --slo ttfa_p95<300ms,stall_rate<1%",
  burst: "--stream --concurrency 12 --warmup 0 --slo service_p95<3s",
  search:
    "search --stream --min-qps 100 --max-qps 200 --number-of-samples 20 --slo ttfa_p95<300ms --max-probes 2",
} as const;

/** Three runs in the widths and color schemes of a reader. */
const VIEWS = [
  ["sweep", 1280, "light"],
  ["sweep", 390, "dark"],
  ["burst", 1280, "dark"],
  ["burst", 390, "light"],
  ["search", 390, "light"],
] as const;

const folder = mkdtempSync(join(tmpdir(), "reports-"));
let browser: Browser;
let server: FakeServer;
beforeAll(async () => {
  // Every sixth request fails, with a message that is markup.
  server = await fakeServer((socket, index) => {
    if (index % 6 === 5) return answerWith(socket, "<img src=x onerror=boom()>", { status: 503 });
    beginChunked(socket);
    writeChunk(socket, wavTone(40));
    setTimeout(() => {
      writeChunk(socket, tone(200));
      writeChunk(socket, Buffer.alloc(0));
    }, 20);
  });
  for (const [name, line] of Object.entries(RUNS)) await measure(name, line.split(" "));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
});

/** Runs the tester in a process of its own, whose report is in `folder`/`name`. */
async function measure(name: string, args: readonly string[]): Promise<void> {
  const main = join(import.meta.dir, "../stress/main.ts");
  const place = ["--output-dir", folder, "--benchmark-name", name, "--quiet"];
  const command = [process.execPath, main, ...args, "--host", server.url, ...place];
  await Bun.spawn(command, { stdout: "ignore", stderr: "ignore" }).exited;
}

const urlOf = (name: string) => `file://${join(folder, name, "report.html")}`;

for (const [name, width, colorScheme] of VIEWS) {
  const options = { viewport: { width, height: 900 }, colorScheme };

  test(`report of a ${name} at ${width} px, ${colorScheme}: every chart is drawn, no fault, no overflow`, async () => {
    const { page, faults, close } = await openPage(browser, urlOf(name), options);
    const [places, drawn] = await page.evaluate(() => [
      document.querySelectorAll(".chart").length,
      document.querySelectorAll(".chart canvas").length,
    ]);
    expect(places).toBeGreaterThan(2);
    expect(drawn).toBe(places ?? 0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(faults).toEqual([]);
    await close();
  });

  test(`report of a ${name} at ${width} px, ${colorScheme}: nothing to find for axe`, async () => {
    // The policy of the page forbids the script of axe.
    const opened = await openPage(browser, urlOf(name), { ...options, bypassCSP: true });
    expect(await barriersIn(opened.page)).toEqual([]);
    await opened.close();
  });
}
