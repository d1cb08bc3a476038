import { expect, test } from "bun:test";
import { applyMutant, describeMutant, mutantsOf } from "./mutants.ts";

/** Returns the text after each mutant. */
function changes(text: string): string[] {
  return mutantsOf("a.ts", text).map((mutant) => applyMutant(text, mutant));
}

test.each([
  ["a < b;", ["a <= b;"]],
  ["a >= b;", ["a > b;"]],
  ["a === b;", ["a !== b;"]],
  ["a && b;", ["a;", "b;"]],
  ["a || b;", ["a;", "b;"]],
  ["a + b;", ["a;", "b;"]],
  ["a - b;", ["a + b;"]],
  ["a * b;", ["a / b;"]],
  ["a ?? b;", ["a;"]],
  ["!a;", ["a;"]],
  ["if (a) b;", ["if (!(a)) b;"]],
  ["if (!a) b;", ["if (a) b;"]],
  ["c = a ? d : b;", ["c = !(a) ? d : b;"]],
  ["a(b);", [";"]],
  ["await a(b);", [";"]],
  ["c = 65_535;", ["c = 65536;", "c = 65534;"]],
  ["c = 0;", ["c = 1;"]],
  ["c = Math.min(a, b);", ["c = Math.max(a, b);"]],
])("mutantsOf() - finds all mutants of %s", (text, expected) => {
  expect(changes(text)).toEqual(expected);
});

test("mutantsOf() - finds no mutants in types and imports", () => {
  const types = `import { a } from "b";
interface A { readonly b: 1 | 2 }
type B<T> = T extends 3 ? 4 : 5;
export const c = a as 6;
export function d(e: 7): e is 7;`;
  expect(changes(types)).toEqual([]);
});

test("mutantsOf() - changes values inside type assertions", () => {
  expect(changes("c = (8 satisfies number) as 8;")).toEqual([
    "c = (9 satisfies number) as 8;",
    "c = (7 satisfies number) as 8;",
  ]);
});

test("mutantsOf() - returns correct offsets after non-ASCII letters", () => {
  expect(changes('c = "é🙂";\na < b;')).toEqual(['c = "é🙂";\na <= b;']);
});

test("mutantsOf() - returns the line of each mutant", () => {
  expect(mutantsOf("a.ts", "a < b;\n\nc < d;").map(({ line }) => line)).toEqual([1, 3]);
});

test("mutantsOf() - throws an error with the path if the text does not parse", () => {
  expect(() => mutantsOf("a.ts", "if (")).toThrow("a.ts does not parse");
});

test("describeMutant() - shows the code before and after on one line", () => {
  const text = "a(\n  b,\n);\nc < d;";
  expect(mutantsOf("a.ts", text).map((mutant) => describeMutant(text, mutant))).toEqual([
    "a( b, ); → ;",
    "c < d → c <= d",
  ]);
});
