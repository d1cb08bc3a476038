import { entriesNamed } from "../entries.ts";
import type { WheelPackage } from "./wheelPackage.ts";

/** Returns the paths of the wheels of the package's project, of any version, that lie in the folder of models. */
export async function laidWheels(folder: string, { project }: WheelPackage): Promise<string[]> {
  const found = await entriesNamed(folder, `${project.replaceAll("-", "_")}-`);
  return found.filter((path) => path.endsWith(".whl")).toSorted();
}
