import { mkdir } from "node:fs/promises";
import { openStage } from "../e2e/stage.ts";
import { VIEWS, type View, views } from "../e2e/views.ts";

/** Folder of the pictures, from the root of the project. */
const FOLDER = `${import.meta.dir}/../docs/pictures`;

const USAGE = `bun run pictures [FOLDER]
Takes pictures of the pages in use, with the embedded voices, for the documentation.
  FOLDER   where they are written; docs/pictures by default
  --all    each page at 1280 and 390 px, light and dark`;

/** The pictures of the documentation. */
const KEPT: readonly View[] = ["playground", "live"];
const SIZES = [1280, 390] as const;
const SCHEMES = ["light", "dark"] as const;

const [...given] = Bun.argv.slice(2);
if (given.includes("--help")) {
  console.log(USAGE);
  process.exit(0);
}
const isAll = given.includes("--all");
const folder = given.find((value) => !value.startsWith("--")) ?? FOLDER;
await mkdir(folder, { recursive: true });
const stage = await openStage();
try {
  for (const name of isAll ? (Object.keys(VIEWS) as View[]) : KEPT)
    for (const width of isAll ? SIZES : [1280])
      for (const colorScheme of isAll ? SCHEMES : (["light"] as const)) {
        const viewport = { width, height: isAll ? 900 : 760 };
        const { page, close } = await views(stage, name, { viewport, colorScheme });
        const path = `${folder}/${isAll ? `${name}-${width}-${colorScheme}` : name}.png`;
        await page.screenshot({ path, fullPage: isAll });
        console.log(path);
        await close();
      }
} finally {
  await stage.close();
}
