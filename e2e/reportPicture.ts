import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPage } from "./browser.ts";
import type { Stage } from "./stage.ts";

/** A short sweep with gates, so that the picture has a finding, levels and charts. */
const SWEEP =
  "sweep --min-qps 1 --max-qps 7 --qps-step 2 --number-of-samples 16 --stream --slo ttfa_p95<300ms,stall_rate<1% --benchmark-name report --quiet".split(
    " ",
  );
const ROOT = `${import.meta.dir}/..`;
/** Exit codes after which there is a report: a gate can fail, and the tester can be late on a busy machine. */
const REPORTED = [0, 2, 3];

/** Measures the stage's server and takes a picture of the report, `viewport` pixels large. */
export async function takeReport(
  { browser, serverUrl }: Stage,
  path: string,
  viewport: { readonly width: number; readonly height: number },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "utter-report-"));
  try {
    const flags = [...SWEEP, "--host", serverUrl, "--output-dir", folder];
    const stress = Bun.spawn([process.execPath, "stress/main.ts", ...flags], {
      cwd: ROOT,
      stdout: "ignore",
      stderr: "inherit",
    });
    const code = await stress.exited;
    if (!REPORTED.includes(code)) throw new Error(`the sweep ended with code ${code}`);
    const { page, close } = await openPage(browser, `file://${folder}/report/report.html`, {
      viewport,
    });
    await page.screenshot({ path });
    await close();
  } finally {
    await rm(folder, { recursive: true });
  }
}
