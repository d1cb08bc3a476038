import { expect, test } from "bun:test";
import { dirname, relative, resolve } from "node:path";

/** Maximum number of source files directly in one folder, without tests and fakes. */
const MAX_FILES = 20;
/** Minimum number of rows in the table "To change X, open Y". */
const MIN_ROWS = 25;

const ROOT = import.meta.dir;
const AREAS = ["src", "server", "stress", "bench", "demo", "interop", "tools", "e2e"];

const sources = (
  await Array.fromAsync(new Bun.Glob(`{${AREAS.join(",")}}/**/*.{ts,tsx}`).scan(ROOT))
)
  .filter((path) => !/\.(test|fake|d|e2e)\.ts$/.test(path))
  .sort();

interface Import {
  readonly from: string;
  readonly to: string;
}

async function importsOf(from: string): Promise<readonly Import[]> {
  const text = await Bun.file(`${ROOT}/${from}`).text();
  return [...text.matchAll(/\bfrom "(\.{1,2}\/[^"]+\.tsx?)"/g)].map(([, path = ""]) => ({
    from,
    to: relative(ROOT, resolve(ROOT, dirname(from), path)),
  }));
}

/**
 * Returns the two siblings that an import connects, in the folder where the paths of both files diverge: for
 * src/lm/pool.ts → src/codec/codes.ts these are src/lm and src/codec.
 */
function siblings({ from, to }: Import): readonly [string, string] {
  const [a, b] = [from.split("/"), to.split("/")];
  const depth = a.findIndex((part, at) => part !== b[at]) + 1;
  return [a.slice(0, depth).join("/"), b.slice(0, depth).join("/")];
}

/** Finds a cycle in `edges` by depth-first search; returns null if there is none. */
function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle !== null) return cycle;
    }
    done.add(node);
    return null;
  };
  for (const node of edges.keys()) {
    const cycle = visit(node, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

function toEdges(imports: readonly Import[]): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const imported of imports) {
    const [from, to] = siblings(imported);
    edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  return edges;
}

test("imports between sibling files and folders have no cycle at any level", async () => {
  const imports = (await Promise.all(sources.map(importsOf))).flat();
  expect(imports.length).toBeGreaterThan(500);
  expect(findCycle(toEdges(imports))).toBeNull();
});

test("findCycle finds two folders that import each other", () => {
  const down = { from: "src/lm/pool.ts", to: "src/codec/codes.ts" };
  const up = { from: "src/codec/schedule/cuts.ts", to: "src/lm/sse.ts" };
  expect(findCycle(toEdges([down]))).toBeNull();
  expect(findCycle(toEdges([down, up]))).toEqual(["src/lm", "src/codec", "src/lm"]);
});

test(`no folder has more than ${MAX_FILES} source files`, () => {
  const folders = Map.groupBy(sources, dirname);
  const crowded = [...folders].filter(([, files]) => files.length > MAX_FILES);
  expect(crowded.map(([folder]) => folder)).toEqual([]);
});

test("the paths in ARCHITECTURE.md exist", async () => {
  const page = await Bun.file(`${ROOT}/ARCHITECTURE.md`).text();
  const rows = page.matchAll(/^\| [^|]+ \| (`[^|]+) \|$/gm);
  const listed = Array.from(rows, ([, cell = ""]) =>
    Array.from(cell.matchAll(/`([^`]+)`/g), (m) => m[1] ?? ""),
  );
  expect(listed.length).toBeGreaterThanOrEqual(MIN_ROWS);
  const paths = [
    ...new Set(
      page.match(
        /(?<=`)(?:src|server|stress|bench|interop|deploy|fixtures|tools|e2e)\/[\w./-]+(?=`)/g,
      ),
    ),
  ];
  const missing = await Promise.all(
    [...listed.flat(), ...paths].map(async (path) => ((await exists(path)) ? [] : [path])),
  );
  expect(missing.flat()).toEqual([]);
});

async function exists(path: string): Promise<boolean> {
  if (path.endsWith("/"))
    return (await Array.fromAsync(new Bun.Glob("**/*").scan(`${ROOT}/${path}`))).length > 0;
  return Bun.file(`${ROOT}/${path}`).exists();
}
