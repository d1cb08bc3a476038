/**
 * Deletes from ./node_modules what the server and the tester never load, so that the images are small, and moves the
 * packages that only plots need into the folder given as argument. Run by the Dockerfiles.
 *
 *   bun prunePackages.ts /plots
 */
import { glob, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Never loaded. A path that is missing fails the build: the package has changed, so this list has to follow. */
export const UNUSED = [
  "mediabunny", // peer of @mediabunny/aac-encoder, of which src/audio/encode/libavAac.ts imports another module
  "@mediabunny/aac-encoder/dist/bundles/mediabunny-aac-encoder.js",
  "@mediabunny/aac-encoder/dist/bundles/mediabunny-aac-encoder.min.js",
  "@mediabunny/aac-encoder/dist/bundles/mediabunny-aac-encoder.min.mjs",
  "@evan/opus/node", // native builds; the program imports the WebAssembly one
  "@evan/opus/tests",
  "wasm-media-encoders/dist", // only its mp3.wasm is loaded
  "@swc", // for wasm-media-encoders/dist
  "bintrees/test",
  "opencc-js/dist/umd", // the program imports dist/esm/t2cn.js
  "opencc-js/dist/esm/cn2t.js",
  "opencc-js/dist/esm/full.js",
  "emojibase-data/en/data.json", // compact.json has the names
  "emojibase-data/ms/data.json",
  "emojibase-data/zh/data.json",
  "hono/dist/cjs",
  "zod/src",
] as const;

/** Loaded by the code in stress/plots/ that draws, and by nothing else. */
export const PLOTS = ["@napi-rs", "@fontsource", "linkedom", "htmlparser2"] as const;

/** In packages with one folder for each platform or language: [parent of these folders, the folders that stay]. */
export const KEPT_FOLDERS: readonly (readonly [string, readonly string[]])[] = [
  ["onnxruntime-node/bin/napi-v6", [process.platform]],
  [`onnxruntime-node/bin/napi-v6/${process.platform}`, [process.arch]],
  ["emojibase-data", ["en", "ms", "zh"]],
];

/** Files for developers. Licences and notices stay. */
const DEVELOPER_FILES = "**/*.{map,d.ts,d.mts,d.cts}";

async function prune(modules: string, plots: string): Promise<void> {
  for (const path of UNUSED) await rm(join(modules, path), { recursive: true });
  for (const [parent, kept] of KEPT_FOLDERS) {
    const folders = (await readdir(join(modules, parent), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const missing = kept.filter((name) => !folders.includes(name));
    if (missing.length > 0) throw new Error(`${parent} has no folder ${missing.join(", ")}`);
    for (const name of folders.filter((name) => !kept.includes(name)))
      await rm(join(modules, parent, name), { recursive: true });
  }
  for await (const path of glob(DEVELOPER_FILES, { cwd: modules })) await rm(join(modules, path));
  for (const path of PLOTS) {
    const target = join(plots, "node_modules", path);
    await mkdir(dirname(target), { recursive: true });
    await rename(join(modules, path), target);
  }
}

if (import.meta.main) {
  const [plots] = process.argv.slice(2);
  if (plots === undefined) throw new Error("Expected a folder for the packages of the plots");
  await prune("node_modules", plots);
}
