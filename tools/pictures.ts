import { mkdir } from "node:fs/promises";
import { Command } from "commander";
import { openStage } from "../e2e/stage.ts";
import { VIEWS, openView, type View } from "../e2e/views.ts";
import { takeReport } from "../e2e/reportPicture.ts";

/** Folder of the pictures, from the root of the project. */
const FOLDER = `${import.meta.dir}/../docs/pictures`;

/** The pictures of the documentation. */
const KEPT: readonly View[] = ["playground", "live"];
const SIZES = [1280, 390] as const;
const SCHEMES = ["light", "dark"] as const;

const command = new Command("bun run pictures")
  .description(
    "Takes pictures of the pages in use, and of a report, for the documentation. Needs Chromium. The natural voice speaks if MODEL_DIR has it.",
  )
  .argument("[folder]", "where they are written (default: docs/pictures)")
  .option("--all", "each page at 1280 and 390 px, light and dark", false)
  .parse();
const [folder = FOLDER] = command.args;
const { all: isAll } = command.opts<{ readonly all: boolean }>();
await mkdir(folder, { recursive: true });
const { MODEL_DIR } = process.env;
const stage = await openStage(MODEL_DIR === undefined ? {} : { MODEL_DIR });
try {
  for (const name of isAll ? (Object.keys(VIEWS) as View[]) : KEPT)
    for (const width of isAll ? SIZES : [1280])
      for (const colorScheme of isAll ? SCHEMES : (["light"] as const)) {
        const viewport = { width, height: 900 };
        const { page, close } = await openView(stage, name, {
          viewport,
          colorScheme,
          reducedMotion: "reduce",
        });
        const path = `${folder}/${isAll ? `${name}-${width}-${colorScheme}` : name}.png`;
        await page.screenshot({ path, fullPage: isAll });
        console.log(path);
        await close();
      }
  if (!isAll) {
    const path = `${folder}/report.png`;
    await takeReport(stage, path, { width: 1280, height: 760 });
    console.log(path);
  }
} finally {
  await stage.close();
}
