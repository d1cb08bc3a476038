import { dirname, join } from "node:path";

/** Paths of source files relative to the root of a tree, each with the files that import it. */
export type Importers = ReadonlyMap<string, readonly string[]>;

/** Reads the imports of every .ts file under `root` outside node_modules, except imports of types. */
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
 * Returns the tests beside the file `x.ts` at `path` (`x.test.ts`, `x.part.test.ts`) and the tests that import the file.
 * If there are none, returns the tests that import its importers, and so on.
 */
export function nearestTests(path: string, importers: Importers): readonly string[] {
  const beside = path.replace(/\.ts$/, ".");
  const ownTests = [...importers.values()]
    .flat()
    .filter((file) => file.startsWith(beside) && file.endsWith(".test.ts"));
  const visited = new Set([path]);
  let ring = [path];
  while (ring.length > 0) {
    const next = [...new Set(ring.flatMap((file) => importers.get(file) ?? []))];
    const tests = new Set([...ownTests, ...next.filter((file) => file.endsWith(".test.ts"))]);
    if (tests.size > 0) return [...tests].sort();
    ring = next.filter((file) => !visited.has(file));
    for (const file of ring) visited.add(file);
  }
  return [];
}
