import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["Take the LRT to KL.", "Take the L R T to K L."],
  ["We sell TVs to the CEO's friends.", "We sell T Vs to the C E O's friends."],
  ["NASA and UNESCO met PETRONAS.", "NASA and UNESCO met PETRONAS."],
  ["The U.S. team met J.K. Rowling in the U.S.", "The U S team met J K Rowling in the U S."],
  ["我们坐MRT去KLCC。", "我们坐 M R T 去 K L C C。"],
  ["他是公司的CEO。", "他是公司的 C E O。"],
  ["Dia belajar di UiTM dengan PhD.", "Dia belajar di U I T M dengan P H D."],
  ["ChatGPT, MySQL and PdPR need no NYC.", "Chat G P T, My S Q L and P d P R need no N Y C."],
  ["The IT team said: DO IT.", "The I T team said: DO IT."],
])("runs of capitals are spelled: %s", (input, output) => {
  expect(spoken(input)).toBe(output);
});

test.each([
  "Please do NOT touch it, YOU must STOP.",
  "JANGAN buat itu, TOLONG.",
  "WOW, this is GREAT.",
  "WE SELL ONLY THE BEST EVR IN TOWN.",
  "Call me OK, hmm, HMM.",
])("words in capitals are not spelled: %s", (input) => {
  expect(spoken(input)).toBe(input);
});

test("runs of capitals stay if the option `letters` is keep", () => {
  expect(spoken("Take the LRT.", { letters: "keep" })).toBe("Take the LRT.");
});

test.each([
  ["COVID-19 hit.", "COVID nineteen hit."],
  ["An F-16 needs no H2O.", "An F sixteen needs no H two O."],
  ["Play the MP3 on flight MH370x.", "Play the M P three on flight M H three seven zero x."],
  ["A 4K screen in 3D on 5G.", "A four K screen in three D on five G."],
  ["The PM2.5 level.", "The P M two point five level."],
  ["We like C#, C++ and R&D at AT&T.", "We like C sharp, C plus plus and R and D at A T and T."],
  [
    "C++11 and f++, B2A23C and NO2.",
    "C plus plus eleven and f plus plus, B two A twenty-three C and N O two.",
  ],
  ["Drink H\u2082O and C\u2086H\u2081\u2082O\u2086.", "Drink H two O and C six H twelve O six."],
  ["Use .NET or Node.js.", "Use dot net or Node dot j s."],
  ["He has an iPhone15 with iOS.", "He has an iPhone fifteen with i O S."],
  ["We ate at 7-Eleven.", "We ate at seven-Eleven."],
  ["他坐MH371回家", "他坐 M H 三七一回家"],
  [
    "Dia tinggal di Blok 7A dan saya di T410.",
    "Dia tinggal di Blok tujuh A dan saya di T empat satu kosong.",
  ],
])("letters with digits or signs are spoken: %s", (input, output) => {
  expect(spoken(input)).toBe(output);
});

test("names in capitals are words", () => {
  expect(spoken("It went to ALI BIN ABU, then to JOHN.")).toBe(
    "It went to ALI BIN ABU, then to JOHN.",
  );
});

test("the number of a section is no billion", () => {
  expect(spoken("See s. 39B of the Act.")).toBe("See s. thirty-nine B of the Act.");
});

test("a name in capitals with BIN or BINTI is not spelled", () => {
  expect(spoken("Anda menerima bayaran dari ALI BIN ABU dan SITI BINTI OMAR hari ini.")).toBe(
    "Anda menerima bayaran dari ALI BIN ABU dan SITI BINTI OMAR hari ini.",
  );
});

test("numbers between words in capitals keep them words, also when they are read again", () => {
  const words = "CALL nine nine nine IN CASE OF FIRE AND SIGN INV BEFORE five p m";
  expect(spoken("CALL 999 IN CASE OF FIRE AND SIGN INV BEFORE 5 PM")).toBe(words);
  expect(spoken(words)).toBe(words);
});
