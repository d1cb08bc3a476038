import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "So 2 + 2 = 4, 10-4=6 and 10 - 4 = 6.",
    "So two plus two equals four, ten minus four equals six and ten minus four equals six.",
  ],
  [
    "3 × 4 = 12, 12 ÷ 4 = 3, 12 / 4 = 3 and 5 * 3.",
    "three times four equals twelve, twelve divided by four equals three, twelve divided by four equals three and five times three.",
  ],
  [
    "(2 + 3) × 4 = 20, √16 = 4 and ±5.",
    "(two plus three) times four equals twenty, the square root of sixteen equals four and plus or minus five.",
  ],
  [
    "Jadi 7 + 3 = 10 dan 6 × 4 untuk ini.",
    "Jadi tujuh tambah tiga sama dengan sepuluh dan enam darab empat untuk ini.",
  ],
  ["所以2+3=5，而且x>5。", "所以二加三等于五，而且x大于五。"],
  [
    "1 + 1 = ? and n/2 = 3 and 2·3.",
    "one plus one equals ? and n divided by two equals three and two times three.",
  ],
  [
    "Umur >18 dan ≤5 untuk ini.",
    "Umur lebih besar daripada lapan belas dan lebih kecil daripada atau sama dengan lima untuk ini.",
  ],
  ["It is ≤ 5 or (>18).", "It is less than or equal to five or (greater than eighteen)."],
])("an equation in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "If x > 5 and y <= 3 or a = b.",
    "If x is greater than five and y is less than or equal to three or a equals b.",
  ],
  [
    "So x² + y² = z² and E = mc².",
    "So x squared plus y squared equals z squared and E equals mc squared.",
  ],
  ["So x-1=0 and y = n-2.", "So x minus one equals zero and y equals n minus two."],
])("an operator between letters in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "It is 10², 2^10, x^2, x^n, 10⁻³ and 10⁶.",
    "It is ten squared, two to the power of ten, x squared, x to the power of n, ten to the power of minus three and ten to the power of six.",
  ],
  ["这是10²和2^10吧。", "这是十的平方和二的十次方吧。"],
  [
    "It is 1e6 or 3.2e-5.",
    "It is one times ten to the power of six or three point two times ten to the power of minus five.",
  ],
  ["x_1 and y_2.", "x one and y two."],
])("a power in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["The F-16 and the x-ray and plan A - B.", "The F sixteen and the x-ray and plan A — B."],
  ["He came - 5 of them.", "He came — five of them."],
])("a hyphen in %p is not read as a minus", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "So $x^2 + 1 = 5$ and \\(\\frac{1}{2}\\) or $\\frac{a}{b}$.",
    "So x squared plus one equals five and one half or a divided by b.",
  ],
  [
    "So $\\sqrt{16} = 4$ and \\[3 \\times 4\\] and $\\alpha_1 \\leq 2^{10}$.",
    "So the square root of sixteen equals four and three times four and alpha one is less than or equal to two to the power of ten.",
  ],
  ["这是$x^2+1$和$2^{10}$。", "这是x的平方加一和二的十次方。"],
])("a formula in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "From $5 to $10 and x or a + $3.",
    "From five dollars to ten dollars and x or a plus three dollars.",
  ],
])("money in %p is not read as a formula", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    String.raw`\(\sum_{i=1}^{n} i\) and $O(n \log n)$, $E = h\nu$, $180^\circ$.`,
    "the sum from i equals one to n of i and O n log n, E equals h nu, one hundred eighty degrees.",
  ],
  [
    String.raw`$\int_0^1 x^2 dx$, $\lim_{x \to \infty} x$, $A \rightarrow B$.`,
    "the integral from zero to one of x squared d x, the limit as x to infinity of x, A to B.",
  ],
  [String.raw`$v = \frac{\text{distance}}{\text{time}}$`, "v equals distance divided by time"],
])("functions, bounds and arrows of LaTeX in %p are spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    String.raw`$\binom{10}{3}$, $\frac{10!}{3!}$, $0.83\%$ and 5! = 120.`,
    "ten choose three, ten factorial divided by three factorial, zero point eight three percent and five factorial equals one hundred twenty.",
  ],
  ["So y = 2x, Fe³⁺ and Na⁺.", "So y equals two x, Fe three plus and Na plus."],
  [
    "The price − discount × count ÷ total.",
    "The price minus discount times count divided by total.",
  ],
])("factorials, ions and operators between words in %p are spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test("marks before a grade are a range", () => {
  expect(spoken("Kalau 70-79 = B, bagus.")).toBe(
    "Kalau tujuh puluh hingga tujuh puluh sembilan sama dengan B, bagus.",
  );
});

test.each([
  ["So 5 % 2 is 1.", "So five mod two is one."],
  ["It grew +5% t-o-t this year.", "It grew plus five percent t-o-t this year."],
])("%p is no subtraction and no percentage", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test("a sign that touches its number after a word has no copula", () => {
  expect(spoken("It takes >30 seconds, x > 5.")).toBe(
    "It takes greater than thirty seconds, x is greater than five.",
  );
});
