// Checks a rendered chart: `helm template … | bun deploy/helm/check.ts`. Prints what is wrong and exits with 1.
import { readConfig } from "../../server/config.ts";
import { parseInvocation } from "../../stress/options/options.ts";
import { adapterMetrics } from "./adapter.ts";
import { faultsOf } from "./faults.ts";
import { type Manifest, parseManifests } from "./manifest.ts";

/** Returns what the server and the load tester say to their settings and commands. */
function refusals(manifests: readonly Manifest[]): readonly string[] {
  const commands = manifests.flatMap(({ spec }) => spec.template?.spec.containers ?? []);
  const checks = [
    ...manifests
      .filter(({ data }) => data["PORT"] !== undefined)
      .map(
        ({ data }) =>
          () =>
            void readConfig(data),
      ),
    ...commands
      .map(({ command, args }) => [...command, ...args])
      .filter((words) => words.includes("stress/main.ts"))
      .map((words) => () => {
        const argv = words.slice(words.indexOf("stress/main.ts") + 1);
        const here = argv.map((arg) => arg.replaceAll("$(JOB_COMPLETION_INDEX)", "0"));
        if (parseInvocation(here).kind === "exit") throw new Error(`refused: ${argv.join(" ")}`);
      }),
  ];
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

const manifests = parseManifests(await Bun.stdin.text());
const faults = [...faultsOf(manifests, await adapterMetrics()), ...refusals(manifests)];
for (const fault of faults) console.log(fault);
console.log(`${manifests.length} objects, ${faults.length} faults`);
if (faults.length > 0) process.exit(1);
