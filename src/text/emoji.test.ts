import { expect, test } from "bun:test";
import { withoutEmoji } from "./emoji.ts";
import { trace } from "./spans.ts";

function drop(text: string): string {
  return withoutEmoji(trace(text), { emoji: "drop", defaultLanguage: "en" }).text;
}

function name(text: string): string {
  return withoutEmoji(trace(text), { emoji: "name", defaultLanguage: "en" }).text;
}

test.each([
  ["Hi :-) there ^_^!", "Hi there!"],
  ["I <3 you :D ;-) xD", "I you"],
  ["thanks:) bye T_T", "thanks bye"],
  ["hello (: there", "hello there"],
  ["funny XD :'D x_x (^o^)/ end", "funny end"],
  ["oh well ¯\\_(ツ)_/¯", "oh well"],
  ["(╯°□°)╯︵ ┻━┻ flip", " flip"],
  ["好的:)谢谢", "好的谢谢"],
  ["ʕ•ᴥ•ʔ (◕‿◕) done", " done"],
])("emoticons are removed: %s", (input, output) => {
  expect(drop(input)).toBe(output);
});

test.each([
  "if x <3 then",
  "Adobe XD file",
  "Ratio 4:3, at 8:00",
  "http://example.com/a",
  "Option C:D",
  "(see the note)",
  "f(x) = 2",
  "the o.o file, 0.0",
])("text that only looks like an emoticon stays: %s", (text) => {
  expect(drop(text)).toBe(text);
});

test.each([
  ["═══ Title ═══", " Title"],
  ["I ♥ NY ★★★", "I NY"],
  ["© 2024 Foo™ Bar®", " 2024 Foo Bar"],
  ["hi ©", "hi"],
  ["→ one ⇒ two ➜ three", " one two three"],
  ["A → B", "A → B"],
  ["├── src", " src"],
  ["❶ ① stay", "❶ ① stay"],
])(
  "signs without a spoken form are removed, but an arrow between words stays: %s",
  (input, output) => {
    expect(drop(input)).toBe(output);
  },
);

test.each([
  ["1️⃣ Open", "1, Open"],
  ["PIN 1️⃣2️⃣3️⃣", "PIN 123"],
  ["5 ✖️ 3➕2 a➕b", "5 × 3+2 a b"],
  ["🔟 points", "10, points"],
  ["#️⃣ *️⃣ x", "  x"],
])("a keycap becomes its digit, and an operator between numbers its sign: %s", (input, output) => {
  expect(drop(input)).toBe(output);
});

test.each([
  ["Great 🎉🔥 team!", "Great, party popper, fire, team!"],
  ["Thanks 🙏🏽", "Thanks, folded hands"],
  ["From 🇲🇾.", "From, flag Malaysia."],
  ["👨‍👩‍👧‍👦", "family man, woman, girl, boy"],
  ["我很高兴😊", "我很高兴，羞涩微笑"],
  ["Saya suka nasi lemak ini ❤️", "Saya suka nasi lemak ini, hati merah"],
  ["Good :-)", "Good, slightly smiling face"],
  ["Foo™ ┻━┻ x", "Foo x"],
])("an emoji or a sequence of emoji is named in the language of the text: %s", (input, output) => {
  expect(name(input)).toBe(output);
});

test("emoji in a text of another language are not named", () => {
  expect(name("வணக்கம் 🎉")).toBe("வணக்கம்");
});
