import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JudgeOptions, judgeFile, sample } from "./judge.ts";

const SOURCE = `export function isAdult(age: number): boolean {
  return age >= 18;
}
`;
const WEAK_TEST = `import { expect, test } from "bun:test";
import { isAdult } from "../isAdult.ts";
test("adults", () => {
  expect(isAdult(18)).toBeTrue();
});
`;
const FAILING_TEST = `import { expect, test } from "bun:test";
import { broken } from "./broken.ts";
test("fails", () => expect(broken).toBe(2));
`;
const ENDLESS = `export function count(to: number): number {
  let n = 0;
  for (; n < to; n += 1);
  return n;
}
`;
const ENDLESS_TEST = `import { expect, test } from "bun:test";
import { count } from "./endless.ts";
test("counts", () => expect(count(3)).toBe(3));
`;

const { signal } = new AbortController();
let options: JudgeOptions;
let root: string;
let temporary: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mutants-fixture-"));
  await mkdir(join(root, "node_modules"));
  await mkdir(join(root, "tests"));
  const files = {
    "isAdult.ts": SOURCE,
    "tests/weak.test.ts": WEAK_TEST,
    "broken.ts": "export const broken = 1;\n",
    "broken.test.ts": FAILING_TEST,
    "endless.ts": ENDLESS,
    "endless.test.ts": ENDLESS_TEST,
    "untested.ts": "export const untested = 1;\n",
    "indirect.ts": "export const one = 1;\n",
    "user.ts": 'export { one } from "./indirect.ts";\n',
    "indirect.test.ts": `import { expect, test } from "bun:test";
import { one } from "./user.ts";
test("is one", () => expect(one).toBe(1));
`,
  };
  for (const [path, text] of Object.entries(files)) await Bun.write(join(root, path), text);
  temporary = await mkdtemp(join(tmpdir(), "mutants-copies-"));
  options = {
    root,
    temporary,
    seed: "1",
    limit: null,
    timeoutMs: 20_000,
    jobs: 2,
    onProgress: () => {},
  };
});

afterAll(async () => {
  for (const folder of [root, temporary]) await rm(folder, { recursive: true });
});

test("judgeFile() - reports which mutants a weak test kills and which survive", async () => {
  const { judged, tests } = await judgeFile("isAdult.ts", options, signal);
  expect(tests).toEqual(["tests/weak.test.ts"]);
  expect(judged.map(({ mutant, verdict }) => [mutant.replacement, verdict])).toEqual([
    ["age > 18", "killed"],
    ["19", "killed"],
    ["17", "survived"],
  ]);
});

test("judgeFile() - runs the test beside the file even if it imports the file indirectly", async () => {
  const { tests } = await judgeFile("indirect.ts", options, signal);
  expect(tests).toEqual(["indirect.test.ts"]);
});

test("judgeFile() - leaves the source unchanged and removes its copy", async () => {
  await judgeFile("isAdult.ts", { ...options, limit: 1 }, signal);
  expect(await Bun.file(join(root, "isAdult.ts")).text()).toBe(SOURCE);
  expect(await readdir(temporary)).toEqual([]);
});

test("judgeFile() - stops an endless mutant at the time limit", async () => {
  const judging = judgeFile("endless.ts", { ...options, timeoutMs: 2000 }, signal);
  const verdicts = (await judging).judged.map(({ mutant, verdict }) => [
    mutant.replacement,
    verdict,
  ]);
  expect(verdicts).toContainEqual(["0", "timeout"]);
});

test("judgeFile() - throws if the tests fail on the unchanged file", async () => {
  await expect(judgeFile("broken.ts", options, signal)).rejects.toMatchObject({
    name: "BaselineError",
  });
});

test("judgeFile() - throws for a file without tests", async () => {
  await expect(judgeFile("untested.ts", options, signal)).rejects.toThrow(
    "Expected `untested.ts` to be imported by a test, directly or through other files, got a file without tests",
  );
});

test("judgeFile() - removes the copies on an abort", async () => {
  const controller = new AbortController();
  const judging = judgeFile("endless.ts", options, controller.signal);
  setTimeout(() => controller.abort(), 100);
  await expect(judging).rejects.toMatchObject({ name: "AbortError" });
  expect(await readdir(temporary)).toEqual([]);
});

test("sample() - picks one item from each of several equal stretches", () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  const taken = sample(items, 10, () => 0.5);
  expect(taken).toEqual([5, 15, 25, 35, 45, 55, 65, 75, 85, 95]);
});
