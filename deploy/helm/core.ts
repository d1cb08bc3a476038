// Prints the objects of a rendered chart that Kubernetes itself knows: `bun deploy/helm/core.ts < all.yaml > core.yaml`.
import { z } from "zod";

/** API groups of operators, whose objects have custom resource definitions. */
const CUSTOM = /^(monitoring\.coreos\.com|gateway\.networking\.k8s\.io)\//;
const object = z.looseObject({ apiVersion: z.string() });

const objects = [Bun.YAML.parse(await Bun.stdin.text())].flat().filter((each) => each !== null);
for (const each of objects) {
  if (CUSTOM.test(object.parse(each).apiVersion)) continue;
  console.log(`---\n${Bun.YAML.stringify(each, null, 2)}`);
}
