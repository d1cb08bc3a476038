import { expect, test } from "bun:test";
import { toSimplified } from "./simplified.ts";

test.each([
  ["銀行的經理還沒來", "银行的经理还没来"],
  ["她看著窗外，想著家鄉", "她看着窗外，想着家乡"],
  ["乾淨的麵條，後面的皇后，乾隆", "干净的面条，后面的皇后，乾隆"],
  ["原著和顯著的頭髮", "原著和显著的头发"],
])("toSimplified() - %s", (text, simplified) => {
  expect(toSimplified(text)).toBe(simplified);
});

test.each(["原著的论著", "Hello, wörld! 😀", "后天干什么", ""])(
  "toSimplified() - leaves %p as it is",
  (text) => {
    expect(toSimplified(text)).toBe(text);
  },
);

test("toSimplified() - keeps each character at its index, also if its simplified form is longer", () => {
  const rare = "\u7d84\u6e2c"; // the first has a simplified form outside the basic plane
  expect(toSimplified(rare)).toHaveLength(2);
  expect(toSimplified(`${rare}\u9280`)[2]).toBe("\u94f6");
});
