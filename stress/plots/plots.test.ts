import { expect, setDefaultTimeout, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadImage } from "@napi-rs/canvas";
import { answerWith, wavTone } from "../fakeServer.ts";
import { harnessPerTest } from "../runFixture.ts";

// Every test runs whole sweeps in processes of their own.
setDefaultTimeout(60_000);

const fixture = harnessPerTest(process.env);

test("three plots of the promised sizes, drawn again from result.json alone", async () => {
  const { url } = await fixture.serve((socket) => answerWith(socket, wavTone(50)));
  const rates = "--number-of-samples 10 --min-qps 50 --max-qps 100 --qps-step 50";
  await fixture.harness.run(["sweep", "--host", url, ...rates.split(" ")]);
  const path = (name: string) => join(fixture.harness.folder, "t", name);
  for (const name of ["plot_2x2.png", "plot_p50.png"]) rmSync(path(name));
  const { stdout, code } = await fixture.harness.run(["sweep", "--plot-only"]);
  expect(code).toBe(0);
  expect(stdout).toContain("Loading results from [");
  const size = async (name: string) => {
    const image = await loadImage(path(name));
    return [image.width, image.height];
  };
  expect(await size("plot_2x2.png")).toEqual([3000, 2000]);
  expect(await size("plot_p50.png")).toEqual([3200, 1800]);
  expect(await size("qps_v_latency.png")).toEqual([3200, 1800]);

  writeFileSync(path("result.json"), '{"50.0": {"avg_qps": "fast"}}');
  const broken = await fixture.harness.run(["sweep", "--plot-only"]);
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain(`${path("result.json")}: 50.0.avg_qps: `);
});
