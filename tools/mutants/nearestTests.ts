import { dirname, join } from "node:path";

/** Paths of source files relative to the root of a tree, each with the files that import it. */
export type Importers = ReadonlyMap<string, readonly string[]>;

/** Reads the imports of every .ts file under `root` outside node_modules; imports of types alone do not count. */
export async function readImporters(root: string): Promise<Importers> {
  const importers = new Map<string, string[]>();
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  for await (const path of new Bun.Glob("**/*.ts").scan(root)) {
    if (path.includes("node_modules/")) continue;
    for (const { path: specifier } of transpiler.scanImports(
      await Bun.file(join(root, path)).text(),
    )) {
      if (!specifier.startsWith(".")) continue;
      const imported = join(dirname(path), specifier);
      importers.set(imported, [...(importers.get(imported) ?? []), path]);
    }
  }
  return importers;
}

/**
 * `x.test.ts` beside the file `x.ts` at `path`, and the tests that import the file. If there are none, the tests that
 * import its importers, and so on outwards.
 */
export function nearestTests(path: string, importers: Importers): readonly string[] {
  const ownTest = path.replace(/\.ts$/, ".test.ts");
  const hasOwnTest = [...importers.values()].some((files) => files.includes(ownTest));
  const visited = new Set([path]);
  let ring = [path];
  while (ring.length > 0) {
    const next = [...new Set(ring.flatMap((file) => importers.get(file) ?? []))];
    const tests = new Set(next.filter((file) => file.endsWith(".test.ts")));
    if (hasOwnTest) tests.add(ownTest);
    if (tests.size > 0) return [...tests].sort();
    ring = next.filter((file) => !visited.has(file));
    for (const file of ring) visited.add(file);
  }
  return [];
}
