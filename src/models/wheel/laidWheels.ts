import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { WheelPackage } from "./wheelPackage.ts";

/** Returns the paths of the wheels of the package's project, of any version, that lie in the folder of models. */
export async function laidWheels(folder: string, { project }: WheelPackage): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const start = `${project.replaceAll("-", "_")}-`;
  const wheels = names.filter((name) => name.startsWith(start) && name.endsWith(".whl"));
  return wheels.toSorted().map((name) => join(folder, name));
}
