import { expect, test } from "bun:test";
import { depthOf } from "./depth.ts";

test.each([
  ['"text"', 0],
  ['{"a": [1, {"b": {}}, []], "c": 2}', 4],
  ['{"a": "[[[{{{", "b": [1]}', 2],
  ['{"a": "\\"[[[\\\\", "b": [[1]]}', 3],
  [`${"[".repeat(1000)}${"]".repeat(1000)}`, 1000],
])("%j", (json, depth) => {
  expect(JSON.parse(json)).toBeDefined();
  expect(depthOf(json)).toBe(depth);
});
