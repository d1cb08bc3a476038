import { expect, test } from "bun:test";
import { hygiene } from "./hygiene.ts";
import { type MarkupOptions, plain } from "./markup.ts";
import { trace } from "./spans.ts";

const OPTIONS: MarkupOptions = { code: "skip", lists: "count", emoji: "drop" };

/** Returns a text without markup, with the blanks that the pipeline leaves. */
function read(input: string, options: Partial<MarkupOptions> = {}): string {
  const { text } = plain(hygiene(trace(input)), { ...OPTIONS, ...options });
  return text
    .replace(/ *\n[ \n]*/g, "\n\n")
    .replace(/ +/g, " ")
    .trim();
}

test.each([
  ["Press <Ctrl> now", "Press Ctrl now"],
  ["Dear <name>, welcome", "Dear name, welcome"],
  ["a<b then c>d", "a b then c d"],
  ["List<int>", "List int"],
  ["vector<std::string> v", "vector std::string v"],
  ["Map<String, List<Object>>", "Map String, List Object"],
  ["亲爱的<姓名>你好", "亲爱的姓名你好"],
  ["Pick <Title> or <Menu>", "Pick Title or Menu"],
  ["&lt;name&gt; &amp; a &lt; b", "name & a < b"],
])("angle brackets around words that are not a tag are removed: %s", (input, output) => {
  expect(read(input)).toBe(output);
});

test.each(["a < b", "x<5 and y>3", "5 < 6 > 4", "a -> b"])(
  "signs of a comparison stay: %s",
  (input) => {
    expect(read(input)).toBe(input);
  },
);

test.each([
  ["<p>One</p><p class='x'>Two</p>", "One\n\nTwo"],
  ["one<br>two<BR/>three", "one\n\ntwo\n\nthree"],
  ["un<b>believ</b>able", "unbelievable"],
  ["<tr><td>Ana</td><td>30</td></tr><tr><td>Ben</td></tr>", "Ana, 30\n\nBen"],
  ['<input type="checkbox" checked>yes<img src="a.png">no', "yes no"],
  ['<a href="https://e.com?a=1>2">here</a>', "here"],
  ['<speak>Hi<break time="1s"/>all <say-as interpret-as="date">1</say-as></speak>', "Hi all 1"],
  ['<amazon:effect name="whispered">low</amazon:effect>', "low"],
  ["a<script>if (x<y) z()</script>b<style>p{}</style><!-- c -->", "a b"],
  ["shown <!-- open", "shown open"],
  ["<!DOCTYPE html><?xml version='1'?>Hi", "Hi"],
  ["20 m<sup>2</sup>, 10<sup>5</sup>, H<sub>2</sub>O", "20 m², 10^5, H2O"],
  ['See <a href="https://e', "See"],
  ['World" href="x">link</a> ok', "link ok"],
  ['x = "5" and y > 3', 'x = "5" and y > 3'],
])("tags of HTML and SSML are removed: %s", (input, output) => {
  expect(read(input)).toBe(output);
});

test.each([
  ["Hello\\nWorld\\tagain", "Hello\n\nWorld again"],
  ["Steps:\\n- one\\n- two", "Steps:\n\none\n\ntwo"],
  ["你好\\n世界", "你好\n\n世界"],
  ["C:\\new\\table", "C:\\new\\table"],
  ["$a \\times b$", "$a \\times b$"],
  ["The sign `\\n` ends", "The sign n ends"],
])("a written \\n is a line end, but not in paths, quotes and LaTeX: %s", (input, output) => {
  expect(read(input)).toBe(output);
});

test.each([
  ["The plan - a good one - works", "The plan — a good one — works"],
  ["Wait -- what? word--word", "Wait — what? word — word"],
  ["Total - 5 items", "Total — 5 items"],
  ["iPhone 15 - good, 5 of 6", "iPhone 15 — good, 5 of 6"],
  ["5 - 3", "5 - 3"],
  ["5 kg - 10 kg", "5 kg - 10 kg"],
  ["x - y", "x - y"],
  ["5 March - 10 April", "5 March - 10 April"],
])("a hyphen becomes a dash between words and stays between numbers: %s", (input, output) => {
  expect(read(input)).toBe(output);
});

test.each([
  ["**bold and", "bold and"],
  ["end** of *it", "end of it"],
  ["| a | b |", "a, b"],
  ["| Done. | | b |", "Done. b"],
  ["|---|:-:|", ""],
  ["|-|-|", ""],
  ["+----+----+", ""],
  ["[label one. More", "label one. More"],
  ['of the label](https://e.com/a_(b).c "T") follows', "of the label follows"],
  ["See [the manual](https://exam", "See the manual"],
  ["See [the manual](docs/a", "See the manual"],
  ["See [note](two of them", "See note(two of them"],
  ["~~~~~~", ""],
  ["* * *", ""],
  ["=====", ""],
  ["```python", ""],
  ["2) second", "2, second"],
  ["007. bond", "7, bond"],
  ["* [ ] open", "open"],
  ["• apples", "apples"],
  ["one • two", "one, two"],
  ["[^1]: Source", "Source"],
  ["[Note]: important", "important"],
  ["[ref]: https://e.com", ""],
  ["As shown[^2], list[0] and [T]he [1]", "As shown, list 0 and The 1"],
])("incomplete markup is removed: %s", (input, output) => {
  expect(read(input)).toBe(output);
});

test.each([
  ["word * word # word _ ____ end", "word word word end"],
  ["5 * 3, 5*3*2, a*b*c, 2**8", "5 * 3, 5*3*2, a*b*c, 2^8"],
  ["price* **note** *x*", "price note x"],
  ["好的~ yes~~~ ~5", "好的 yes ~5"],
  ["a => b --> c <- d", "a -> b -> c d"],
  ["\\(a_1*b\\) and $x_1*y_2*z$", "\\(a_1*b\\) and $x_1*y_2*z$"],
  ["$5 and *6* $7", "$5 and 6 $7"],
])("marks without a partner are removed, operators and formulas stay: %s", (input, output) => {
  expect(read(input)).toBe(output);
});

test.each([
  ["Call `getUserName(id)` now", "Call get User Name id now"],
  ["`parseHTMLText` `iPhone`", "parse HTML Text iPhone"],
  ["Use `<div>` and `**kwargs` and `--help`", "Use div and kwargs and help"],
  ["`a < b` `snake_case` `x*y*z`", "a < b snake_case x*y*z"],
])(
  "inline code is read without brackets and with blanks between its words: %s",
  (input, output) => {
    for (const code of ["skip", "announce", "read"] as const)
      expect(read(input, { code })).toBe(output);
  },
);

test("list numbers are removed if `lists` is silent", () => {
  expect(read("1. one\n2. two", { lists: "silent" })).toBe("one\n\ntwo");
});
