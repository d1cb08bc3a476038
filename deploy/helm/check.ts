// Checks a rendered chart: `helm template … | bun deploy/helm/check.ts`. Prints what is wrong and exits with 1.
import { messageOf } from "../../src/message.ts";
import { readConfig } from "../../server/config.ts";
import { parseInvocation } from "../../stress/options/options.ts";
import { adapterMetrics } from "./adapter.ts";
import { faultsOf } from "./faults.ts";
import { type Container, type Manifest, parseManifests } from "./manifest.ts";

/** Returns what the server says against the settings of a ConfigMap; null if nothing. */
function settingsFault({ data }: Manifest): string | null {
  if (data["PORT"] === undefined) return null;
  try {
    readConfig(data);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** Returns what the load tester says against the command of a container; null if nothing. */
function commandFault({ command, args }: Container): string | null {
  const words = [...command, ...args];
  if (!words.includes("stress/main.ts")) return null;
  const argv = words.slice(words.indexOf("stress/main.ts") + 1);
  const first = argv.map((arg) => arg.replaceAll("$(JOB_COMPLETION_INDEX)", "0"));
  try {
    return parseInvocation(first).kind === "exit" ? `refused: ${argv.join(" ")}` : null;
  } catch (error) {
    return messageOf(error);
  }
}

const manifests = parseManifests(await Bun.stdin.text());
const containers = manifests.flatMap(({ spec }) => spec.template?.spec.containers ?? []);
const faults = [
  ...faultsOf(manifests, await adapterMetrics()),
  ...[...manifests.map(settingsFault), ...containers.map(commandFault)].filter(
    (fault) => fault !== null,
  ),
];
for (const fault of faults) console.log(fault);
console.log(`${manifests.length} objects, ${faults.length} faults`);
if (faults.length > 0) process.exit(1);
